import { wrongArgument } from "../errors/received.ts";
import { sameElements } from "../primitive/rules/fold-rules.ts";
import { applied, madeBy } from "../primitive/rewrite.ts";
import { transpose } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront, shifted } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { requireAxes } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { formatSpec } from "../tensor/spec.ts";

// The transpose of a permutation is its inverse.
export const transposeP: PrimitiveOf<"transpose"> = {
  name: "transpose",
  kind: "movement",
  spec([x], { permutation }) {
    const operand = x;
    requireAxes("transpose", "permutation", permutation, operand.shape.length);
    if (permutation.length !== operand.shape.length) {
      throw wrongArgument(
        "transpose",
        "not a permutation of the axes",
        `${operand.shape.length} axes for ${formatSpec(operand)}`,
        permutation,
      );
    }
    return [{ shape: permutation.map((axis) => operand.shape[axis]!), dtype: operand.dtype }];
  },
  jvp: linear,
  transpose: transposeUnary((ct, _, { permutation }) =>
    transpose(
      ct,
      permutation.map((_axis, i) => permutation.indexOf(i)),
    ),
  ),
  batch: batchInFront(({ permutation }) => ({ permutation: [0, ...shifted(permutation)] })),
  fold: sameElements,
  simplify([x], { permutation }, view) {
    if (permutation.every((axis, i) => axis === i)) return { same: x };
    const inner = madeBy(view, x, "transpose");
    if (inner) {
      const composed = permutation.map((axis) => inner.params.permutation[axis]!);
      return applied("transpose", [inner.input], { permutation: composed });
    }
    // Axes of size 1 move without the elements.
    const moved = permutation.filter((axis) => x.spec.shape[axis] !== 1);
    if (!moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) return null;
    return applied("reshape", [x], { shape: permutation.map((axis) => x.spec.shape[axis]!) });
  },
};
