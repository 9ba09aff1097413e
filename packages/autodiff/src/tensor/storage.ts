import type { Backend } from "../backend/backend.ts";
import { TensorDisposedError } from "../errors/tensor-errors.ts";
import { formatSpec, type TensorSpec } from "./spec.ts";

/** Why a tensor has no value any more. */
export interface TensorLoss {
  /** `the tensor was disposed`, for messages. */
  readonly problem: string;
  /** The error that it went with; `null` if there was none. */
  readonly cause: unknown;
}

/** The device buffer behind a concrete tensor, and whether it is still there. */
export class Storage {
  readonly backend: Backend;
  readonly #buffer: unknown;
  #gone: "disposed" | "donated" | null = null;
  /** Why the program that consumed the buffer made nothing of it. */
  #failure: unknown = null;

  constructor(backend: Backend, buffer: unknown) {
    this.backend = backend;
    this.#buffer = buffer;
  }

  get alive(): boolean {
    return this.#gone === null;
  }

  /** Where the buffer went; `null` while it is there. */
  get loss(): TensorLoss | null {
    const cause = this.#failure;
    if (this.#gone === null) return null;
    if (cause === null) return { problem: `the tensor was ${this.#gone}`, cause };
    const reason = messageOf(cause);
    return { problem: `the tensor was donated to a compiled function that failed: ${reason}`, cause };
  }

  /** @throws TensorDisposedError */
  read(operation: string, spec: TensorSpec): unknown {
    const { loss } = this;
    if (loss === null) return this.#buffer;
    const { problem, cause } = loss;
    throw new TensorDisposedError({
      operation,
      problem,
      received: formatSpec(spec),
      hint: this.#hint(),
      ...(cause !== null && { cause }),
    });
  }

  #hint(): string {
    if (this.#failure !== null)
      return "Its value is lost: make it again, or take one that was saved or copied before.";
    return this.#gone === "donated"
      ? "Its buffer went to a compiled function (`donate`): use what that function returned."
      : "Keep it alive, or dispose of it later.";
  }

  /** The program that got the buffer has consumed it, also if it failed. */
  donate(failure: unknown = null): void {
    this.#gone = "donated";
    this.#failure = failure;
  }

  dispose(): void {
    if (this.#gone !== null) return;
    this.#gone = "disposed";
    this.backend.release(this.#buffer);
  }
}

/** As a part of a sentence. */
function messageOf(failure: unknown): string {
  return (failure instanceof Error ? failure.message : String(failure)).replace(/\.$/, "");
}
