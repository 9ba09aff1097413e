import { bindPrimitive1 } from "../interpreters/stack.ts";
import { div, mul, sub } from "../lax/elementwise.ts";
import { reduceSum } from "../lax/reduction.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { alongAxis, shiftedExponential, spread } from "../primitive/rules/normalized-exponential.ts";

// ds = s·(dx − Σ s·dx) along the axis
export const softmaxP: PrimitiveOf<"softmax"> = {
  name: "softmax",
  ...alongAxis("softmax"),
  jvp([x], [dx], { axis }) {
    const s = bindPrimitive1(softmaxP, [x], { axis });
    if (!dx) return { primals: [s], tangents: [null] };
    const mean = spread(reduceSum(mul(s, dx), [axis]), dx, axis);
    return { primals: [s], tangents: [mul(s, sub(dx, mean))] };
  },
  transpose: nonlinear,
  decompose([x], { axis }) {
    const { exponential, sum } = shiftedExponential(x, axis);
    return [div(exponential, spread(sum, exponential, axis))];
  },
};
