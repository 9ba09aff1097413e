import { batched } from "../../interpreters/batched.ts";
import { reduceSum } from "../../lax/reduction.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { FlatBackward } from "../call-params.ts";
import type { BatchAxis } from "../primitive.ts";
import { moveFrontTo } from "./batch-rules.ts";

/**
 * A backward rule for stacks: cotangents have their mapped axis in front, those of the arguments where these have
 * it; what is the same for all examples gets the sum of their cotangents.
 */
export function batchedBackward(
  bwd: FlatBackward,
  residualAxes: readonly BatchAxis[],
  axes: readonly BatchAxis[],
  size: number,
): FlatBackward {
  return (residuals, cotangents) => {
    let present: readonly boolean[] = [];
    const inputs = [...residuals, ...cotangents];
    const results = batched(inputs, [...residualAxes, ...cotangents.map(() => 0)], size, (examples) => {
      const given = bwd(examples.slice(0, residuals.length), examples.slice(residuals.length));
      present = given.map((cotangent) => cotangent !== null);
      return given.filter((cotangent) => cotangent !== null);
    }).values();
    return present.map((is, i): Tensor | null => {
      const stack = is ? results.next().value : undefined;
      if (stack === undefined) return null;
      const axis = axes[i] ?? null;
      return axis === null ? reduceSum(stack, [0]) : moveFrontTo(stack, axis);
    });
  };
}
