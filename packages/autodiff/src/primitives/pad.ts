import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { constant, full } from "../lax/creation.ts";
import { select, sub } from "../lax/elementwise.ts";
import { broadcastInDim, pad, slice } from "../lax/movement.ts";
import { reduceSum } from "../lax/reduction.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { mappedInFront, toFront } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { wrongArgument } from "../errors/received.ts";

// Linear in the operand and in the padding value.
export const padP: PrimitiveOf<"pad"> = {
  name: "pad",
  kind: "movement",
  spec([x, value], { low, high, interior }) {
    const operand = x;
    if (value.shape.length > 0 || value.dtype !== operand.dtype) {
      throw new ShapeMismatchError({
        operation: "pad",
        problem: "the padding value does not fit",
        expected: formatSpec({ shape: [], dtype: operand.dtype }),
        received: formatSpec(value),
      });
    }
    const shape = operand.shape.map(
      (size, i) => low[i]! + size + Math.max(0, size - 1) * interior[i]! + high[i]!,
    );
    const valid = [low, high, interior].every(
      (list) => list.length === shape.length && list.every(Number.isInteger),
    );
    if (!valid || shape.some((size) => size < 0) || interior.some((count) => count < 0)) {
      throw wrongArgument(
        "pad",
        "the padding does not fit",
        `low, high and interior ≥ 0 on each axis of ${formatSpec(operand)} with sizes ≥ 0 left`,
        [low, high, interior],
      );
    }
    return [{ shape, dtype: operand.dtype }];
  },
  jvp: linear,
  transpose([ct], [operand, value], { low, high, interior }) {
    if (!ct) return [null, null];
    const cropped = pad(
      ct,
      constant(0, ct.dtype),
      low.map((count, i) => [-count, -high[i]!, 0]),
    );
    const taken = slice(
      cropped,
      low.map(() => 0),
      cropped.shape,
      interior.map((count) => count + 1),
    );
    const sum = (x: Tensor): Tensor =>
      reduceSum(
        x,
        x.shape.map((_, axis) => axis),
      );
    return [operand.linear ? taken : null, value.linear ? sub(sum(ct), sum(taken)) : null];
  },
  batch([x, value], [axis, valueAxis], { low, high, interior }, size) {
    const config = [[0, 0, 0] as const, ...low.map((count, i) => [count, high[i]!, interior[i]!] as const)];
    if (valueAxis === null) return { outputs: [pad(toFront(x, axis), value, config)], axes: [0] };
    // One padding value per example: mark the padding, then fill it in.
    const operand = mappedInFront(x, axis, size);
    const kept = pad(full(operand.shape, true, "bool"), constant(false, "bool"), config);
    const padded = pad(operand, constant(0, operand.dtype), config);
    return { outputs: [select(kept, padded, broadcastInDim(value, padded.shape, [0]))], axes: [0] };
  },
  simplify: ([x], { low, high, interior }) =>
    [...low, ...high, ...interior].every((count) => count === 0) ? { same: x } : null,
};
