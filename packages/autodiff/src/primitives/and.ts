import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { BITS } from "../primitive/rules/spec-rules.ts";

// Integers and truth values have no gradient.
export const andP: PrimitiveOf<"and"> = elementwise("and", {
  dtypes: BITS,
  jvp: "zero",
  transpose: nonlinear,
});
