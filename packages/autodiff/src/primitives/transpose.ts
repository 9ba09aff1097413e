import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
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
      throw new ArgumentInvalidError({
        operation: "transpose",
        problem: "not a permutation of the axes",
        expected: `${operand.shape.length} axes for ${formatSpec(operand)}`,
        received: `[${permutation.join(",")}]`,
      });
    }
    return [{ shape: permutation.map((axis) => operand.shape[axis]!), dtype: operand.dtype }];
  },
  jvp: linear("transpose"),
  transpose: transposeUnary((ct, _, { permutation }) =>
    transpose(
      ct,
      permutation.map((_axis, i) => permutation.indexOf(i)),
    ),
  ),
  batch: batchInFront("transpose", ({ permutation }) => ({ permutation: [0, ...shifted(permutation)] })),
};
