import { ElegyError } from "@elegy/autodiff";
import type { Callback } from "./callback.ts";

/** A callback threw: says which one, where. The error itself is the `cause`. */
export class CallbackFailedError extends ElegyError {
  constructor(name: string, hook: string, cause: unknown) {
    super("ELEGY_CALLBACK_FAILED", {
      operation: `fit`,
      problem: `the callback ${name} threw in ${hook}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: "The model keeps the states of the last step.",
      cause,
    });
  }
}

/** The hooks whose results nobody uses. */
type Hook = Extract<keyof Callback, `on${string}`>;

/** Calls one hook of every callback, in order. */
export async function callEach<H extends Hook>(
  callbacks: readonly Callback[],
  hook: H,
  ...args: Parameters<NonNullable<Callback[H]>>
): Promise<void> {
  for (const callback of callbacks) {
    const f = callback[hook] as ((...args: unknown[]) => void | Promise<void>) | undefined;
    if (f === undefined) continue;
    try {
      await f.apply(callback, args);
    } catch (error) {
      throw new CallbackFailedError(callback.name ?? callback.constructor.name, hook, error);
    }
  }
}
