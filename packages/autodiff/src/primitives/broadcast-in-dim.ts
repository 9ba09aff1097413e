import { sameElements } from "../primitive/rules/fold-rules.ts";
import { applied, madeBy } from "../primitive/rewrite.ts";
import { sameShape } from "../tensor/spec.ts";
import { shifted, toFront } from "../primitive/rules/batch-rules.ts";
import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { broadcastInDim, reshape } from "../lax/movement.ts";
import { reduceSum } from "../lax/reduction.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { requireAxes, requireShape } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { formatSpec } from "../tensor/spec.ts";

// Repeating is linear; its transpose sums over what was repeated.
export const broadcastInDimP: PrimitiveOf<"broadcastInDim"> = {
  name: "broadcastInDim",
  kind: "movement",
  spec([x], { shape, broadcastDimensions }) {
    const operand = x;
    requireShape("broadcastInDim", shape);
    requireAxes("broadcastInDim", "broadcastDimensions", broadcastDimensions, shape.length);
    const fits =
      broadcastDimensions.length === operand.shape.length &&
      broadcastDimensions.every((axis, i) => i === 0 || axis > broadcastDimensions[i - 1]!) &&
      operand.shape.every((size, i) => size === 1 || size === shape[broadcastDimensions[i]!]);
    if (!fits) {
      throw new ShapeMismatchError({
        operation: "broadcastInDim",
        problem: "the operand does not broadcast",
        expected: `sizes of 1 or those of [${shape.join(",")}] at axes [${broadcastDimensions.join(",")}]`,
        received: formatSpec(operand),
      });
    }
    return [{ shape, dtype: operand.dtype }];
  },
  jvp: linear,
  transpose: transposeUnary((ct, { spec }, { shape, broadcastDimensions }) => {
    const repeated = shape
      .map((_, axis) => axis)
      .filter((axis) => {
        const from = broadcastDimensions.indexOf(axis);
        return from < 0 || (spec.shape[from] === 1 && shape[axis] !== 1);
      });
    return reshape(reduceSum(ct, repeated), spec.shape);
  }),
  batch: ([x], [axis], { shape, broadcastDimensions }, size) => ({
    outputs: [broadcastInDim(toFront(x, axis), [size, ...shape], [0, ...shifted(broadcastDimensions)])],
    axes: [0],
  }),
  fold: sameElements,
  simplify([x], { shape, broadcastDimensions }, view) {
    if (sameShape(x.spec.shape, shape)) return { same: x };
    const inner = madeBy(view, x, "broadcastInDim");
    if (!inner) return null;
    const composed = inner.params.broadcastDimensions.map((axis) => broadcastDimensions[axis]!);
    return applied("broadcastInDim", [inner.input], { shape, broadcastDimensions: composed });
  },
};
