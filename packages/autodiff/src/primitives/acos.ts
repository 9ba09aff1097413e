import { full } from "../lax/creation.ts";
import { mul, neg, sub } from "../lax/elementwise.ts";
import { rsqrt } from "../lax/roots.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d acos x = −dx/√(1 − x²)
export const acosP: PrimitiveOf<"acos"> = elementwise("acos", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => neg(mul(dx, rsqrt(sub(full(x.shape, 1, x.dtype), mul(x, x)))))],
  transpose: nonlinear,
});
