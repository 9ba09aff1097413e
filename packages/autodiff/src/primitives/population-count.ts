import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { INTEGERS } from "../primitive/rules/spec-rules.ts";

// Integers have no gradient.
export const populationCountP: PrimitiveOf<"populationCount"> = elementwise("populationCount", {
  dtypes: INTEGERS,
  jvp: "zero",
  transpose: nonlinear,
});
