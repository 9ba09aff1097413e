import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// Constant but for the jumps at ±∞.
export const isFiniteP: PrimitiveOf<"isFinite"> = elementwise("isFinite", {
  dtypes: FLOATS,
  result: "bool",
  jvp: "zero",
  transpose: nonlinear,
});
