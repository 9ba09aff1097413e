import { onFloats } from "../primitive/rules/fold-rules.ts";
import { applied, madeBy } from "../primitive/rewrite.ts";
import { mul, sign } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// d|x| = dx·sign x
export const absP: PrimitiveOf<"abs"> = elementwise("abs", {
  dtypes: NUMBERS,
  jvp: [(dx, [x]) => mul(dx, sign(x))],
  transpose: nonlinear,
  fold: onFloats((x) => Math.abs(x)),
  // |−x| = ||x|| = |x|
  simplify([x], _, view) {
    const inner = madeBy(view, x, "neg") ?? madeBy(view, x, "abs");
    return inner && applied("abs", [inner.input], {});
  },
});
