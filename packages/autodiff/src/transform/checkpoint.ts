import { bindPrimitive, isTracing } from "../interpreters/stack.ts";
import { checkpointP } from "../primitives/checkpoint.ts";
import { unflatten } from "../tree/flatten.ts";
import { divideArguments, requirePositions, traceCall } from "./traced-call.ts";

export interface CheckpointOptions {
  /** Positions of arguments that are not tensors: they reach the function as they are. */
  readonly static?: readonly number[];
}

/**
 * A function whose intermediate values are not kept for the backward pass but computed again there: memory for
 * time. It computes the same values and derivatives; `jax.checkpoint`, also known as `remat`.
 *
 * @param f a pure function of trees of tensors.
 * @returns a function of the same arguments and results.
 * @example
 * ```ts
 * const block = checkpoint((x) => x.sin().sin().sin());
 * await grad(block)(np.array(1).astype("float32")).item(); // => 0.264508
 * ```
 */
export function checkpoint<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  options: CheckpointOptions = {},
): (...args: A) => R {
  const fixed = options.static ?? [];
  requirePositions("checkpoint", "static", fixed);
  return (...args) => {
    // Nothing is kept where nothing is differentiated.
    if (!isTracing()) return f(...args);
    const parts = divideArguments(args, fixed);
    const call = traceCall(
      f.name || "checkpoint",
      (...traced) => f(...(parts.join(traced) as A)),
      parts.traced,
    );
    const inputs = [...call.given.tensors, ...call.captured];
    // The structure was taken from a result of f.
    return unflatten(call.def, bindPrimitive(checkpointP, inputs, { graph: call.graph, again: false })) as R;
  };
}
