import { full } from "../lax/creation.ts";
import { add, div } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d ln(1 + x) = dx/(1 + x)
export const log1pP: PrimitiveOf<"log1p"> = elementwise("log1p", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => div(dx, add(x, full(dx.shape, 1, dx.dtype)))],
  transpose: nonlinear,
});
