import { bind1 } from "../../interpreters/stack.ts";
import { zerosOf } from "../../lax/creation.ts";
import { convertElementType, div, eq, select } from "../../lax/elementwise.ts";
import { broadcastInDim } from "../../lax/movement.ts";
import { reduceSum } from "../../lax/reduction.ts";
import type { PrimitiveOf } from "../define.ts";
import { withoutReduction } from "../rewrite.ts";
import { batchInFront, shifted } from "./batch-rules.ts";
import { nonlinear } from "./jvp-rules.ts";
import { NUMBERS, requireAxes, requireDType, without } from "./spec-rules.ts";

/** The rules of `reduceMax` and `reduceMin`: the tangent is the mean of the tangents of the winners. */
export function extremum<K extends "reduceMax" | "reduceMin">(name: K): PrimitiveOf<K> {
  return {
    name,
    kind: "reduction",
    spec([x], { axes }) {
      requireDType(name, x, [...NUMBERS, "uint8", "bool"]);
      requireAxes(name, "axes", axes, x.shape.length);
      return [{ shape: without(x.shape, axes), dtype: x.dtype }];
    },
    jvp([x], [dx], params) {
      const result = bind1<"reduceMax" | "reduceMin">(name, [x], params);
      if (!dx) return { primals: [result], tangents: [null] };
      const kept = without(
        x.shape.map((_, axis) => axis),
        params.axes,
      );
      const wins = eq(x, broadcastInDim(result, x.shape, kept));
      const winners = reduceSum(convertElementType(wins, dx.dtype), params.axes);
      const sum = reduceSum(select(wins, dx, zerosOf(dx.spec)), params.axes);
      return { primals: [result], tangents: [div(sum, winners)] };
    },
    transpose: nonlinear,
    simplify: ([x], { axes }, _, output) => withoutReduction(x, axes, output),
    batch: batchInFront(({ axes }) => ({ axes: shifted(axes) })),
  };
}
