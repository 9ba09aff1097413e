import { mul } from "../lax/elementwise.ts";
import { sinh } from "../lax/trigonometry.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d cosh x = dx·sinh x
export const coshP: PrimitiveOf<"cosh"> = elementwise("cosh", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, sinh(x))],
  transpose: nonlinear,
});
