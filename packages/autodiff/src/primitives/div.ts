import { onFloats } from "../primitive/rules/fold-rules.ts";
import { div, mul, neg } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { known, transposeEach } from "../primitive/rules/transpose-rules.ts";

// d(x/y) = dx/y − dy/y·(x/y)
export const divP: PrimitiveOf<"div"> = elementwise("div", {
  dtypes: NUMBERS,
  jvp: [(dx, [, y]) => div(dx, y), (dy, [, y], q) => neg(mul(div(dy, y), q))],
  // It is linear in x alone.
  transpose: transposeEach((ct, operands) => div(ct, known(operands, 1))),
  fold: onFloats((x, y) => x / y),
  simplify: ([x, y], _, view) => (view.splat(y) === 1 ? { same: x } : null),
});
