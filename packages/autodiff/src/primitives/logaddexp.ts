import { full, zerosOf } from "../lax/creation.ts";
import { abs, add, eq, exp, log1p, max, mul, ne, neg, select, sub } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** ∂/∂x = e^(x − z); where both are ∞ it is 1, as in JAX. */
const slope = (x: Tensor, z: Tensor): Tensor => exp(sub(withoutInfinity(x), withoutInfinity(z)));

function withoutInfinity(x: Tensor): Tensor {
  return select(eq(x, full(x.shape, Infinity, x.dtype)), zerosOf(x.spec), x);
}

// dz = dx·e^(x − z) + dy·e^(y − z)
export const logaddexpP: PrimitiveOf<"logaddexp"> = {
  ...elementwise("logaddexp", {
    dtypes: FLOATS,
    jvp: [(dx, [x], z) => mul(dx, slope(x, z)), (dy, [, y], z) => mul(dy, slope(y, z))],
    transpose: nonlinear,
  }),
  decompose([x, y]) {
    const distance = sub(x, y);
    const sum = add(max(x, y), log1p(exp(neg(abs(distance)))));
    // Equal infinities have no distance.
    return [select(ne(distance, distance), add(x, y), sum)];
  },
};
