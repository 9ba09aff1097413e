import { sameElements } from "../primitive/rules/fold-rules.ts";
import { applied, madeBy } from "../primitive/rewrite.ts";
import { sameShape } from "../tensor/spec.ts";
import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { reshape } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { formatSpec, sizeOf } from "../tensor/spec.ts";

// The same elements, so the same tangents.
export const reshapeP: PrimitiveOf<"reshape"> = {
  name: "reshape",
  kind: "movement",
  spec([x], { shape }) {
    const operand = x;
    requireShape("reshape", shape);
    if (sizeOf(shape) !== sizeOf(operand.shape)) {
      throw new ShapeMismatchError({
        operation: "reshape",
        problem: "the number of elements differs",
        expected: `a shape of ${sizeOf(operand.shape)} elements`,
        received: `${formatSpec(operand)} to [${shape.join(",")}] (${sizeOf(shape)} elements)`,
      });
    }
    return [{ shape, dtype: operand.dtype }];
  },
  jvp: linear,
  transpose: transposeUnary((ct, { spec }) => reshape(ct, spec.shape)),
  batch: batchInFront(({ shape }, size) => ({ shape: [size, ...shape] })),
  fold: sameElements,
  simplify([x], { shape }, view) {
    if (sameShape(x.spec.shape, shape)) return { same: x };
    const inner = madeBy(view, x, "reshape");
    return inner && applied("reshape", [inner.input], { shape });
  },
};
