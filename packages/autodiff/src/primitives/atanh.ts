import { full } from "../lax/creation.ts";
import { add, div, mul, sub } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d atanh x = dx/((1 + x)·(1 − x))
export const atanhP: PrimitiveOf<"atanh"> = elementwise("atanh", {
  dtypes: FLOATS,
  jvp: [
    (dx, [x]) => {
      const one = full(x.shape, 1, x.dtype);
      return mul(div(one, add(one, x)), div(dx, sub(one, x)));
    },
  ],
  transpose: nonlinear,
});
