import { mul } from "../lax/elementwise.ts";
import { cos } from "../lax/trigonometry.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d sin x = dx·cos x
export const sinP: PrimitiveOf<"sin"> = elementwise("sin", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, cos(x))],
  transpose: nonlinear,
});
