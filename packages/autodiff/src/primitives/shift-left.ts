import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { INTEGERS } from "../primitive/rules/spec-rules.ts";

// Integers have no gradient.
export const shiftLeftP: PrimitiveOf<"shiftLeft"> = elementwise("shiftLeft", {
  dtypes: INTEGERS,
  jvp: "zero",
  transpose: nonlinear,
});
