import { withoutReduction } from "../primitive/rewrite.ts";
import { broadcastInDim } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront, shifted } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS, requireAxes, requireDType, without } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";

// Summing is linear; its transpose repeats.
export const reduceSumP: PrimitiveOf<"reduceSum"> = {
  name: "reduceSum",
  kind: "reduction",
  spec([x], { axes }) {
    requireDType("reduceSum", x, NUMBERS);
    requireAxes("reduceSum", "axes", axes, x.shape.length);
    return [{ shape: without(x.shape, axes), dtype: x.dtype }];
  },
  jvp: linear,
  transpose: transposeUnary((ct, { spec }, { axes }) =>
    broadcastInDim(
      ct,
      spec.shape,
      without(
        spec.shape.map((_, axis) => axis),
        axes,
      ),
    ),
  ),
  batch: batchInFront(({ axes }) => ({ axes: shifted(axes) })),
  simplify: ([x], { axes }, _, output) => withoutReduction(x, axes, output),
};
