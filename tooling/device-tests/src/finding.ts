/** Why something is not there. */
export interface Absent {
  readonly absent: string;
}
