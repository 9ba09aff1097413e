/** The user's call that a node comes from. */
export interface Source {
  /** `file:line:column`, if it can be had. Computed when it is first asked for. */
  readonly place: string | undefined;
}

/**
 * For messages: ` at file:line:column`, or nothing.
 *
 * @example
 * ```ts
 * import { atPlace } from "@elegy/autodiff/spi";
 *
 * atPlace({ place: "train.ts:3:5" }); // => at train.ts:3:5
 * atPlace(undefined).length; // => 0
 * ```
 */
export function atPlace(source: Source | undefined): string {
  return source?.place === undefined ? "" : ` at ${source.place}`;
}
