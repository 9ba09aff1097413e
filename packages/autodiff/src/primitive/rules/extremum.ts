import { zerosOf } from "../../lax/creation.ts";
import { convertElementType, div, eq, select } from "../../lax/elementwise.ts";
import { broadcastInDim } from "../../lax/movement.ts";
import { reduceSum } from "../../lax/reduction.ts";
import type { PrimitiveOf } from "../define.ts";
import { differentials, nonlinear } from "./jvp-rules.ts";
import { reduction } from "./reduction.ts";
import { ALL, otherAxes } from "./spec-rules.ts";

/** The rules of `reduceMax` and `reduceMin`: the tangent is the mean of the tangents of the winners. */
export function extremum<K extends "reduceMax" | "reduceMin">(name: K): PrimitiveOf<K> {
  return reduction(name, {
    dtypes: ALL,
    jvp: differentials([
      (dx, [x], result, { axes }) => {
        const wins = eq(x, broadcastInDim(result, x.shape, otherAxes(x.shape, axes)));
        const winners = reduceSum(convertElementType(wins, dx.dtype), axes);
        return div(reduceSum(select(wins, dx, zerosOf(dx.spec)), axes), winners);
      },
    ]),
    transpose: nonlinear,
  });
}
