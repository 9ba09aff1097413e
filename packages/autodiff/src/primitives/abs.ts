import { mul, sign } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// d|x| = dx·sign x
export const absP: PrimitiveOf<"abs"> = elementwise("abs", {
  dtypes: NUMBERS,
  jvp: [(dx, [x]) => mul(dx, sign(x))],
  transpose: nonlinear,
});
