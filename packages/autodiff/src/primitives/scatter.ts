import { iota, zerosOf } from "../lax/creation.ts";
import { eq, select } from "../lax/elementwise.ts";
import { scatter } from "../lax/gather-scatter.ts";
import { reshape } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { ScatterParams } from "../primitive/params.ts";
import { gatherUpdates, scatterLike } from "../primitive/rules/scatter-rules.ts";
import { ALL } from "../primitive/rules/spec-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import { type Shape, sizeOf, type TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { linearIn } from "../primitive/rules/jvp-rules.ts";

// Linear in the operand and the updates together, because the order of the updates is fixed:
// d scatter(x, i, u) = scatter(dx, i, du)
export const scatterP: PrimitiveOf<"scatter"> = {
  ...scatterLike("scatter", ALL),
  jvp: linearIn(0, 2),
  transpose([ct], operands, params) {
    if (!ct) return [null, null, null];
    const [x, , updates] = operands;
    const indices = known(operands, 1);
    return [
      x.linear ? scatter(ct, indices, zerosOf(updates.spec), params, params) : null,
      null,
      updates.linear ? cotangentOfUpdates(ct, indices, updates.spec, params) : null,
    ];
  },
};

/** The cotangent where an update has stayed, zero where a later one has replaced it. */
function cotangentOfUpdates(
  ct: Tensor,
  indices: Tensor,
  { shape }: TensorSpec,
  params: ScatterParams,
): Tensor {
  const taken = gatherUpdates(ct, indices, shape, params);
  const numbers = numbersFor(shape);
  const nobody: TensorSpec = { shape: ct.shape, dtype: "int32" };
  const last = scatter(zerosOf(nobody), indices, numbers, params, params);
  const stayed = eq(gatherUpdates(last, indices, shape, params), numbers);
  return select(stayed, taken, zerosOf(taken.spec));
}

/** A number for each update, so that the one that stays can be told. */
function numbersFor(shape: Shape): Tensor {
  return reshape(iota("int32", sizeOf(shape)), shape);
}
