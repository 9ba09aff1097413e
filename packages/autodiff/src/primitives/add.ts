import { applied, madeBy, withoutNeutral } from "../primitive/rewrite.ts";
import { isFloat } from "../tensor/dtype.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { transposeEach } from "../primitive/rules/transpose-rules.ts";

// d(x + y) = dx + dy
export const addP: PrimitiveOf<"add"> = elementwise("add", {
  dtypes: NUMBERS,
  jvp: linear,
  transpose: transposeEach(
    (ct) => ct,
    (ct) => ct,
  ),
  fold: ([x, y]) => x + y,
  // x + 0 is x for integers; a float −0 + 0 is 0, but −0 is neutral. x + (−y) = x − y.
  simplify([x, y], _, view) {
    const negated = madeBy(view, y, "neg");
    if (negated) return applied("sub", [x, negated.input], {});
    return withoutNeutral([x, y, x, y], view, isFloat(x.spec.dtype) ? -0 : 0);
  },
});
