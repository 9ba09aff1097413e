/** The base of the errors of this backend. `code` is stable, the wording is not. */
export class CpuBackendError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.name = new.target.name;
  }
}
