import { sameElements } from "../primitive/rules/fold-rules.ts";
import { rev } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront, shifted } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { requireAxes } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";

// Its own inverse and transpose.
export const reverseP: PrimitiveOf<"reverse"> = {
  name: "reverse",
  kind: "movement",
  spec([x], { dimensions }) {
    requireAxes("rev", "dimensions", dimensions, x.shape.length);
    return [x];
  },
  jvp: linear,
  transpose: transposeUnary((ct, _, { dimensions }) => rev(ct, dimensions)),
  batch: batchInFront(({ dimensions }) => ({ dimensions: shifted(dimensions) })),
  fold: sameElements,
  simplify: ([x], { dimensions }) =>
    dimensions.every((axis) => (x.spec.shape[axis] ?? 0) <= 1) ? { same: x } : null,
};
