import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { PrimitiveOf } from "../define.ts";
import { batchInFront } from "./batch-rules.ts";
import { nonlinear, zeroTangent } from "./jvp-rules.ts";
import { ALL, requireAxes, requireDType, without } from "./spec-rules.ts";

/** The rules of `argmax` and `argmin`. */
export function argExtremum<K extends "argmax" | "argmin">(name: K): PrimitiveOf<K> {
  return {
    name,
    kind: "reduction",
    spec([x], { axis, dtype }) {
      requireDType(name, x, ALL);
      requireAxes(name, "axis", [axis], x.shape.length);
      if (x.shape[axis] === 0) {
        throw new ArgumentInvalidError({
          operation: name,
          problem: "no element to choose from",
          expected: `at least one element along axis ${axis}`,
          received: formatSpec(x),
        });
      }
      return [{ shape: without(x.shape, [axis]), dtype }];
    },
    jvp: zeroTangent,
    transpose: nonlinear,
    batch: batchInFront(({ axis, dtype }) => ({ axis: axis + 1, dtype })),
  };
}
