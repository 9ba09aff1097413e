import { full, zerosOf } from "../lax/creation.ts";
import { eq, log, mul, pow, select, sub } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// d xʸ = dx·y·x^(y−1) + dy·xʸ·ln x; where y = 0 or x = 0 the limit is taken, as in JAX
export const powP: PrimitiveOf<"pow"> = elementwise("pow", {
  dtypes: NUMBERS,
  jvp: [
    (dx, [x, y]) => {
      const one = full(y.shape, 1, y.dtype);
      const exponent = select(eq(y, zerosOf(y.spec)), one, sub(y, one));
      return mul(dx, mul(y, pow(x, exponent)));
    },
    (dy, [x], z) => {
      const base = select(eq(x, zerosOf(x.spec)), full(x.shape, 1, x.dtype), x);
      return mul(dy, mul(log(base), z));
    },
  ],
  transpose: nonlinear,
});
