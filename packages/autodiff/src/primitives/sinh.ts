import { mul } from "../lax/elementwise.ts";
import { cosh } from "../lax/trigonometry.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d sinh x = dx·cosh x
export const sinhP: PrimitiveOf<"sinh"> = elementwise("sinh", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, cosh(x))],
  transpose: nonlinear,
});
