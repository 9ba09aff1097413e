import { withoutNeutral } from "../primitive/rewrite.ts";
import { isFloat } from "../tensor/dtype.ts";
import { mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { bilinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { known, transposeEach } from "../primitive/rules/transpose-rules.ts";

// d(x·y) = dx·y + x·dy
export const mulP: PrimitiveOf<"mul"> = elementwise("mul", {
  dtypes: NUMBERS,
  jvp: bilinear,
  transpose: transposeEach(
    (ct, operands) => mul(ct, known(operands, 1)),
    (ct, operands) => mul(known(operands, 0), ct),
  ),
  fold: ([x, y], _, dtype) => (isFloat(dtype) ? x * y : Math.imul(x, y)),
  simplify: (operands, _, view) => withoutNeutral(operands, view, 1),
});
