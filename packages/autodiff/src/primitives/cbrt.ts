import { full } from "../lax/creation.ts";
import { div, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d ∛x = dx/(3·(∛x)²)
export const cbrtP: PrimitiveOf<"cbrt"> = elementwise("cbrt", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(dx, div(full(y.shape, 1 / 3, y.dtype), mul(y, y)))],
  transpose: nonlinear,
});
