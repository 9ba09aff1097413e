import type { PrimitiveOf } from "../primitive/define.ts";
import { nonlinear, zeroTangent } from "../primitive/rules/jvp-rules.ts";
import { reduction } from "../primitive/rules/reduction.ts";
import { BITS } from "../primitive/rules/spec-rules.ts";

// Integers and truth values have no gradient.
export const reduceAndP: PrimitiveOf<"reduceAnd"> = reduction("reduceAnd", {
  dtypes: BITS,
  jvp: zeroTangent,
  transpose: nonlinear,
});
