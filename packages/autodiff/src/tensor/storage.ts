import type { Backend } from "../backend/backend.ts";
import { TensorDisposedError } from "../errors/tensor-errors.ts";
import { formatSpec, type TensorSpec } from "./spec.ts";

/** The device buffer behind a concrete tensor, and whether it is still there. */
export class Storage {
  readonly backend: Backend;
  readonly #buffer: unknown;
  #gone: "disposed" | "donated" | null = null;

  constructor(backend: Backend, buffer: unknown) {
    this.backend = backend;
    this.#buffer = buffer;
  }

  get alive(): boolean {
    return this.#gone === null;
  }

  /** @throws TensorDisposedError */
  read(operation: string, spec: TensorSpec): unknown {
    if (this.#gone === null) return this.#buffer;
    throw new TensorDisposedError({
      operation,
      problem: `the tensor was ${this.#gone}`,
      received: formatSpec(spec),
      hint:
        this.#gone === "donated"
          ? "Its buffer went to a compiled function (`donate`): use what that function returned."
          : "Keep it alive, or dispose of it later.",
    });
  }

  /** The program that got the buffer has consumed it. */
  donate(): void {
    this.#gone = "donated";
  }

  dispose(): void {
    if (this.#gone !== null) return;
    this.#gone = "disposed";
    this.backend.release(this.#buffer);
  }
}
