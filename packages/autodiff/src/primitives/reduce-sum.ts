import { broadcastInDim } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { reduction } from "../primitive/rules/reduction.ts";
import { NUMBERS, otherAxes } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";

// Summing is linear; its transpose repeats.
export const reduceSumP: PrimitiveOf<"reduceSum"> = reduction("reduceSum", {
  dtypes: NUMBERS,
  jvp: linear,
  transpose: transposeUnary((ct, { spec }, { axes }) =>
    broadcastInDim(ct, spec.shape, otherAxes(spec.shape, axes)),
  ),
});
