import { abs, div, floor, mul, neg, sign } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// x rem y = x − y·trunc(x/y)
export const remP: PrimitiveOf<"rem"> = elementwise("rem", {
  dtypes: NUMBERS,
  jvp: [
    (dx) => dx,
    (dy, [x, y]) => {
      const quotient = div(x, y);
      return neg(mul(dy, mul(sign(quotient), floor(abs(quotient)))));
    },
  ],
  transpose: nonlinear,
});
