import { zerosOf } from "../lax/creation.ts";
import { gt, max, select } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// d relu(x) = dx where x > 0, else 0 (at 0 too, as in JAX)
export const reluP: PrimitiveOf<"relu"> = {
  ...elementwise("relu", {
    dtypes: NUMBERS,
    jvp: [(dx, [x]) => select(gt(x, zerosOf(x.spec)), dx, zerosOf(dx.spec))],
    transpose: nonlinear,
  }),
  decompose: ([x]) => [max(x, zerosOf(x.spec))],
};
