import { full } from "../lax/creation.ts";
import { add, mul, sub } from "../lax/elementwise.ts";
import { rsqrt } from "../lax/roots.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d acosh x = dx/√((x − 1)·(x + 1))
export const acoshP: PrimitiveOf<"acosh"> = elementwise("acosh", {
  dtypes: FLOATS,
  jvp: [
    (dx, [x]) => {
      const one = full(x.shape, 1, x.dtype);
      return mul(dx, rsqrt(mul(sub(x, one), add(x, one))));
    },
  ],
  transpose: nonlinear,
});
