import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// Constant but for the jump at 0.
export const signP: PrimitiveOf<"sign"> = elementwise("sign", {
  dtypes: NUMBERS,
  jvp: "zero",
  transpose: nonlinear,
});
