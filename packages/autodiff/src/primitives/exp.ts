import { mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d eˣ = dx·eˣ
export const expP: PrimitiveOf<"exp"> = elementwise("exp", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(dx, y)],
  transpose: nonlinear,
});
