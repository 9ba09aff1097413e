import { full } from "../lax/creation.ts";
import { div, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d x^(−1/2) = −dx·x^(−1/2)/(2·x)
export const rsqrtP: PrimitiveOf<"rsqrt"> = elementwise("rsqrt", {
  dtypes: FLOATS,
  jvp: [(dx, [x], y) => mul(dx, mul(full(y.shape, -0.5, y.dtype), div(y, x)))],
  transpose: nonlinear,
});
