import { onFloats } from "../primitive/rules/fold-rules.ts";
import { full } from "../lax/creation.ts";
import { div, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d √x = dx/(2·√x)
export const sqrtP: PrimitiveOf<"sqrt"> = elementwise("sqrt", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(dx, div(full(y.shape, 0.5, y.dtype), y))],
  transpose: nonlinear,
  fold: onFloats((x) => Math.sqrt(x)),
});
