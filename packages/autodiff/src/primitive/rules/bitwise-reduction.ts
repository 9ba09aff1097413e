import type { PrimitiveOf } from "../define.ts";
import { batchInFront, shifted } from "./batch-rules.ts";
import { nonlinear, zeroTangent } from "./jvp-rules.ts";
import { BITS, requireAxes, requireDType, without } from "./spec-rules.ts";

/** The rules of `reduceAnd` and `reduceOr`: integers and truth values have no gradient. */
export function bitwiseReduction<K extends "reduceAnd" | "reduceOr">(name: K): PrimitiveOf<K> {
  return {
    name,
    kind: "reduction",
    spec([x], { axes }) {
      requireDType(name, x, BITS);
      requireAxes(name, "axes", axes, x.shape.length);
      return [{ shape: without(x.shape, axes), dtype: x.dtype }];
    },
    jvp: zeroTangent,
    transpose: nonlinear,
    batch: batchInFront(({ axes }) => ({ axes: shifted(axes) })),
  };
}
