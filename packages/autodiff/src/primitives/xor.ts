import { onBits } from "../primitive/rules/fold-rules.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { BITS } from "../primitive/rules/spec-rules.ts";

// Integers and truth values have no gradient.
export const xorP: PrimitiveOf<"xor"> = elementwise("xor", {
  dtypes: BITS,
  jvp: "zero",
  transpose: nonlinear,
  fold: onBits((x, y) => x ^ y),
});
