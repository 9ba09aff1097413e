import { ElegyError } from "@elegy/autodiff";
import type { Callback, CallbackModel, LogValues, TrainingProgress, TrainParams } from "./callback.ts";

/** A callback threw: says which one, where. The error itself is the `cause`. */
export class CallbackFailedError extends ElegyError {
  constructor(operation: string, name: string, hook: string, cause: unknown) {
    super("ELEGY_CALLBACK_FAILED", {
      operation,
      problem: `the callback ${name} threw in ${hook}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: "The model keeps the states of the last step.",
      cause,
    });
  }
}

/** The hooks whose results nobody uses. */
type Hook = Extract<keyof Callback, `on${string}`>;

/** The callbacks of one run, in the order they are called. */
export class CallbackList {
  readonly callbacks: readonly Callback[];
  readonly #operation: string;
  #unreadable: { readonly error: unknown } | null = null;

  /** @param callbacks the list is copied. */
  constructor(operation: string, callbacks: readonly Callback[]) {
    this.callbacks = [...callbacks];
    this.#operation = operation;
  }

  async setModel(model: CallbackModel): Promise<void> {
    for (const callback of this.callbacks) {
      await this.#named(callback, "setModel", () => callback.setModel?.(model));
    }
  }

  /** Where the first callback that knows says a run is to go on. */
  async resume(params: TrainParams): Promise<TrainingProgress | null> {
    for (const callback of this.callbacks) {
      const progress = await this.#named(callback, "resume", () => callback.resume?.(params));
      if (progress !== undefined && progress !== null) return progress;
    }
    return null;
  }

  /** Logs for callbacks to read. Where they cannot be read, as on a device that is lost, no callback is to blame. */
  logs(read: () => Promise<LogValues>): () => Promise<LogValues> {
    return async () => {
      try {
        return await read();
      } catch (error) {
        this.#unreadable = { error };
        throw error;
      }
    };
  }

  /** Calls one hook of every callback, in order. */
  async call<H extends Hook>(hook: H, ...args: Parameters<NonNullable<Callback[H]>>): Promise<void> {
    for (const callback of this.callbacks) await this.#callOne(callback, hook, args);
  }

  /** The same, but one that throws does not keep the others from hearing of the end. */
  async callAll<H extends Hook>(hook: H, ...args: Parameters<NonNullable<Callback[H]>>): Promise<void> {
    const errors: unknown[] = [];
    for (const callback of this.callbacks) {
      await this.#callOne(callback, hook, args).catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }

  async #callOne(callback: Callback, hook: Hook, args: unknown[]): Promise<void> {
    const f = callback[hook] as ((...args: unknown[]) => void | Promise<void>) | undefined;
    if (f !== undefined) await this.#named(callback, hook, () => f.apply(callback, args));
  }

  async #named<R>(callback: Callback, hook: string, run: () => R | Promise<R>): Promise<R> {
    try {
      return await run();
    } catch (error) {
      if (this.#unreadable?.error === error) throw error;
      const name = callback.name ?? callback.constructor.name;
      throw new CallbackFailedError(this.#operation, name, hook, error);
    }
  }
}
