import { exp, sub } from "../../lax/elementwise.ts";
import { broadcastInDim } from "../../lax/movement.ts";
import { reduceMax, reduceSum } from "../../lax/reduction.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { AxisParams } from "../params.ts";
import type { Primitive } from "../primitive.ts";
import { batchInFront } from "./batch-rules.ts";
import { FLOATS, requireAxes, requireDType } from "./spec-rules.ts";

/** What `softmax` and `logSoftmax` have in common. */
export function alongAxis(
  name: "softmax" | "logSoftmax",
): Pick<Primitive<AxisParams>, "kind" | "spec" | "batch"> {
  return {
    kind: "reduction",
    spec([x], { axis }) {
      requireDType(name, x, FLOATS);
      requireAxes(name, "axis", [axis], x.shape.length);
      return [x];
    },
    batch: batchInFront(({ axis }) => ({ axis: axis + 1 })),
  };
}

/** Repeats a reduced tensor along the axis it lost. */
export function spread(reduced: Tensor, like: Tensor, axis: number): Tensor {
  const kept = like.shape.map((_, i) => i).filter((i) => i !== axis);
  return broadcastInDim(reduced, like.shape, kept);
}

/** x − max x along an axis, its exponential and their sum: no exponential overflows, and the sum is ≥ 1. */
export function shiftedExponential(
  x: Tensor,
  axis: number,
): { shifted: Tensor; exponential: Tensor; sum: Tensor } {
  const shifted = sub(x, spread(reduceMax(x, [axis]), x, axis));
  const exponential = exp(shifted);
  return { shifted, exponential, sum: reduceSum(exponential, [axis]) };
}
