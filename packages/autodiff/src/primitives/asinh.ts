import { full } from "../lax/creation.ts";
import { add, mul } from "../lax/elementwise.ts";
import { rsqrt } from "../lax/roots.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d asinh x = dx/√(x² + 1)
export const asinhP: PrimitiveOf<"asinh"> = elementwise("asinh", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, rsqrt(add(mul(x, x), full(x.shape, 1, x.dtype))))],
  transpose: nonlinear,
});
