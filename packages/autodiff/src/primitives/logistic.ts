import { full } from "../lax/creation.ts";
import { add, div, exp, mul, neg, sub } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d σ(x) = dx·σ(x)·(1 − σ(x))
export const logisticP: PrimitiveOf<"logistic"> = {
  ...elementwise("logistic", {
    dtypes: FLOATS,
    jvp: [(dx, _, y) => mul(dx, mul(y, sub(full(y.shape, 1, y.dtype), y)))],
    transpose: nonlinear,
  }),
  // e⁻ˣ overflows to ∞ for very negative x, and 1/∞ is the right 0.
  decompose([x]) {
    const one = full(x.shape, 1, x.dtype);
    return [div(one, add(one, exp(neg(x))))];
  },
};
