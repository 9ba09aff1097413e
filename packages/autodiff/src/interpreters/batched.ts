import type { BatchAxis } from "../primitive/primitive.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Batch } from "./batch.ts";
import { innermostInterpreter, withInterpreter } from "./stack.ts";

/** Applies a function of one example to stacks of them; the mapped axis of every result is in front. */
export function batched(
  inputs: readonly Tensor[],
  axes: readonly BatchAxis[],
  size: number,
  f: (examples: readonly Tensor[]) => readonly Tensor[],
): readonly Tensor[] {
  const batch = new Batch("vmap", innermostInterpreter(), size);
  const lifted = inputs.map((tensor, i) => batch.lift({ tensor, axis: axes[i] ?? null }));
  return withInterpreter(batch, () => f(lifted)).map((output) => {
    const { tensor, axis } = batch.batchedOf(output);
    return mappedInFront(tensor, axis, size);
  });
}
