import { full } from "../lax/creation.ts";
import { add, div, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d atan x = dx/(1 + x²)
export const atanP: PrimitiveOf<"atan"> = elementwise("atan", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => div(dx, add(full(x.shape, 1, x.dtype), mul(x, x)))],
  transpose: nonlinear,
});
