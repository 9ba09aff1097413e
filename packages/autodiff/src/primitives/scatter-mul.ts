import { bind1 } from "../interpreters/stack.ts";
import { full, zerosOf } from "../lax/creation.ts";
import { convertElementType, div, eq, mul, select } from "../lax/elementwise.ts";
import { scatterAdd, scatterMul } from "../lax/gather-scatter.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { ScatterParams } from "../primitive/params.ts";
import { sumOf } from "../primitive/rules/jvp-rules.ts";
import { gatherUpdates, scatterLike } from "../primitive/rules/scatter-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import type { Tensor } from "../tensor/tensor.ts";

// d (x · Πₖ uₖ) = dx · Πₖ uₖ + x · Σₖ duₖ · Π_{l≠k} uₗ
export const scatterMulP: PrimitiveOf<"scatterMul"> = {
  ...scatterLike("scatterMul", NUMBERS),
  jvp([x, indices, updates], [dx, , du], params) {
    const left = dx ? scatterMul(dx, indices, updates, params, params) : null;
    let right: Tensor | null = null;
    if (du) {
      const each = mul(du, productOfOthers(x, indices, updates, params));
      right = mul(x, scatterAdd(zerosOf(x.spec), indices, each, params, params));
    }
    return { primals: [bind1("scatterMul", [x, indices, updates], params)], tangents: [sumOf(left, right)] };
  },
  // Linear in the operand for given updates.
  transpose([ct], operands, params) {
    const [x] = operands;
    if (!ct || !x.linear) return [null, null, null];
    return [scatterMul(ct, known(operands, 1), known(operands, 2), params, params), null, null];
  },
};

/** For each update the product of the others that meet it: by division, but for zeros, which are counted. */
function productOfOthers(x: Tensor, indices: Tensor, updates: Tensor, params: ScatterParams): Tensor {
  const filled = (like: Tensor, value: number): Tensor => full(like.shape, value, like.dtype);
  const there = (where: Tensor): Tensor => gatherUpdates(where, indices, updates.shape, params);
  const isZero = eq(updates, filled(updates, 0));
  const nonzero = select(isZero, filled(updates, 1), updates);
  const product = there(scatterMul(filled(x, 1), indices, nonzero, params, params));
  const ones = convertElementType(isZero, updates.dtype);
  const zeros = there(scatterAdd(filled(x, 0), indices, ones, params, params));
  const none = filled(updates, 0);
  return select(
    isZero,
    select(eq(zeros, filled(updates, 1)), product, none),
    select(eq(zeros, none), div(product, nonzero), none),
  );
}
