import { mul, neg } from "../lax/elementwise.ts";
import { sin } from "../lax/trigonometry.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d cos x = −dx·sin x
export const cosP: PrimitiveOf<"cos"> = elementwise("cos", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => neg(mul(dx, sin(x)))],
  transpose: nonlinear,
});
