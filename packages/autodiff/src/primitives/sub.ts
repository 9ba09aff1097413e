import { applied, madeBy } from "../primitive/rewrite.ts";
import { neg } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { transposeEach } from "../primitive/rules/transpose-rules.ts";

// d(x − y) = dx − dy
export const subP: PrimitiveOf<"sub"> = elementwise("sub", {
  dtypes: NUMBERS,
  jvp: linear,
  transpose: transposeEach(
    (ct) => ct,
    (ct) => neg(ct),
  ),
  fold: ([x, y]) => x - y,
  // x − 0 = x, of −0 too. x − (−y) = x + y.
  simplify([x, y], _, view) {
    const negated = madeBy(view, y, "neg");
    if (negated) return applied("add", [x, negated.input], {});
    return Object.is(view.splat(y), 0) ? { same: x } : null;
  },
});
