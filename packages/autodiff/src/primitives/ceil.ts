import { onFloats } from "../primitive/rules/fold-rules.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// Constant but for the jumps.
export const ceilP: PrimitiveOf<"ceil"> = elementwise("ceil", {
  dtypes: FLOATS,
  jvp: "zero",
  transpose: nonlinear,
  fold: onFloats((x) => Math.ceil(x)),
});
