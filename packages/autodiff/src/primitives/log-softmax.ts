import { bindPrimitive1 } from "../interpreters/stack.ts";
import { exp, log, mul, sub } from "../lax/elementwise.ts";
import { reduceSum } from "../lax/reduction.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { alongAxis, shiftedExponential, spread } from "../primitive/rules/normalized-exponential.ts";

// d log s = dx − Σ s·dx along the axis
export const logSoftmaxP: PrimitiveOf<"logSoftmax"> = {
  name: "logSoftmax",
  ...alongAxis("logSoftmax"),
  jvp([x], [dx], { axis }) {
    const y = bindPrimitive1(logSoftmaxP, [x], { axis });
    if (!dx) return { primals: [y], tangents: [null] };
    const mean = spread(reduceSum(mul(exp(y), dx), [axis]), dx, axis);
    return { primals: [y], tangents: [sub(dx, mean)] };
  },
  transpose: nonlinear,
  decompose([x], { axis }) {
    const { shifted, sum } = shiftedExponential(x, axis);
    return [sub(shifted, spread(log(sum), shifted, axis))];
  },
};
