import { sameElements } from "../primitive/rules/fold-rules.ts";
import { sameShape } from "../tensor/spec.ts";
import { constant } from "../lax/creation.ts";
import { pad } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import { wrongArgument } from "../errors/received.ts";

// Taking elements out is linear; its transpose puts them back among zeros.
export const sliceP: PrimitiveOf<"slice"> = {
  name: "slice",
  kind: "movement",
  spec([x], { start, limit, strides }) {
    const operand = x;
    const valid =
      [start, limit, strides].every((list) => Array.isArray(list) && list.length === operand.shape.length) &&
      operand.shape.every((size, i) => {
        const [from, to, step] = [start[i]!, limit[i]!, strides[i]!];
        return [from, to, step].every(Number.isInteger) && 0 <= from && from <= to && to <= size && step >= 1;
      });
    if (!valid) {
      throw wrongArgument(
        "slice",
        "the bounds do not fit",
        `start, limit and strides with 0 ≤ start ≤ limit ≤ size and strides ≥ 1 on each axis of ${formatSpec(operand)}`,
        [start, limit, strides],
      );
    }
    const shape = start.map((from, i) => Math.ceil((limit[i]! - from) / strides[i]!));
    return [{ shape, dtype: operand.dtype }];
  },
  jvp: linear,
  transpose: transposeUnary((ct, { spec }, { start, strides }) =>
    pad(
      ct,
      constant(0, ct.dtype),
      ct.shape.map((count, i) => {
        const reach = count === 0 ? 0 : 1 + (count - 1) * strides[i]!;
        return [start[i]!, spec.shape[i]! - start[i]! - reach, strides[i]! - 1];
      }),
    ),
  ),
  batch: batchInFront(({ start, limit, strides }, size) => ({
    start: [0, ...start],
    limit: [size, ...limit],
    strides: [1, ...strides],
  })),
  fold: sameElements,
  simplify: ([x], _, __, output) => (sameShape(x.spec.shape, output.shape) ? { same: x } : null),
};
