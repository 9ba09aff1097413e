import { full } from "../lax/creation.ts";
import { exp, mul, neg } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d erf x = dx·2/√π·e^(−x²)
export const erfP: PrimitiveOf<"erf"> = elementwise("erf", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(full(x.shape, 2 / Math.sqrt(Math.PI), x.dtype), mul(dx, exp(neg(mul(x, x)))))],
  transpose: nonlinear,
});
