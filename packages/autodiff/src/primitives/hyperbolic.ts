import { bindPrimitive1 } from "../interpreters/stack.ts";
import { mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d sinh x = dx·cosh x
export const sinhP: PrimitiveOf<"sinh"> = elementwise("sinh", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, bindPrimitive1(coshP, [x], {}))],
  transpose: nonlinear,
});

// d cosh x = dx·sinh x
export const coshP: PrimitiveOf<"cosh"> = elementwise("cosh", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, bindPrimitive1(sinhP, [x], {}))],
  transpose: nonlinear,
});
