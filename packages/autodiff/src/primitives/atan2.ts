import { add, div, mul, neg } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d atan2(y, x) = (dy·x − dx·y)/(x² + y²)
export const atan2P: PrimitiveOf<"atan2"> = elementwise("atan2", {
  dtypes: FLOATS,
  jvp: [
    (dy, [y, x]) => mul(dy, div(x, add(mul(x, x), mul(y, y)))),
    (dx, [y, x]) => mul(dx, div(neg(y), add(mul(x, x), mul(y, y)))),
  ],
  transpose: nonlinear,
});
