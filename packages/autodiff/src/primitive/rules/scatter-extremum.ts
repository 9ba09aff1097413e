import { bind1 } from "../../interpreters/stack.ts";
import { full, zerosOf } from "../../lax/creation.ts";
import { bitwiseOr, convertElementType, div, eq, max, ne, select } from "../../lax/elementwise.ts";
import { scatterAdd } from "../../lax/gather-scatter.ts";
import type { PrimitiveOf } from "../define.ts";
import { nonlinear } from "./jvp-rules.ts";
import { gatherUpdates, scatterLike } from "./scatter-rules.ts";
import { ALL } from "./spec-rules.ts";

/** The rules of `scatterMin` and `scatterMax`: the tangent is the mean of the tangents of the winners. */
export function scatterExtremum<K extends "scatterMin" | "scatterMax">(name: K): PrimitiveOf<K> {
  return {
    ...scatterLike(name, ALL),
    jvp([x, indices, updates], [dx, , du], params) {
      const result = bind1<"scatterMin" | "scatterMax">(name, [x, indices, updates], params);
      if (!dx && !du) return { primals: [result], tangents: [null] };
      // A NaN that stays is its own winner.
      const kept = bitwiseOr(eq(x, result), ne(x, x));
      const won = eq(updates, gatherUpdates(result, indices, updates.shape, params));
      const own = dx ? select(kept, dx, zerosOf(dx.spec)) : zerosOf(x.spec);
      const sum = du ? scatterAdd(own, indices, select(won, du, zerosOf(du.spec)), params, params) : own;
      const [keptCount, wonCount] = [convertElementType(kept, x.dtype), convertElementType(won, x.dtype)];
      const winners = scatterAdd(keptCount, indices, wonCount, params, params);
      return { primals: [result], tangents: [div(sum, max(winners, full(x.shape, 1, x.dtype)))] };
    },
    transpose: nonlinear,
  };
}
