import { bindPrimitive, bindPrimitive1 } from "../../interpreters/stack.ts";
import { zerosOf } from "../../lax/creation.ts";
import { add } from "../../lax/elementwise.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Absent, JvpRule, PerOperand } from "../primitive.ts";
import { present } from "../../graph/present.ts";

/**
 * Says that a rule does not exist, and why.
 *
 * @example
 * ```ts
 * noRule("it is not linear"); // => {"absent":"it is not linear"}
 * ```
 */
export function none(reason: string): Absent {
  return { absent: reason };
}

/** The transpose of what is not linear. */
export const nonlinear: Absent = none("it is not linear");

/** d f(x) = f(dx): the primitive is linear in all its operands together. */
export const linear: JvpRule<object> = (primals, tangents, params, primitive) => {
  const filled = tangents.map((tangent, i) => tangent ?? zerosOf(at(primals, i).spec));
  return {
    primals: bindPrimitive(primitive, primals, params),
    tangents: bindPrimitive(primitive, filled, params),
  };
};

/** d f(x, i) = f(dx, i): the primitive is linear in these operands together, and the others are given. */
export function linearIn(...positions: readonly number[]): JvpRule<object> {
  return (primals, tangents, params, primitive) => {
    const outputs = bindPrimitive(primitive, primals, params);
    if (!positions.some((i) => tangents[i])) return { primals: outputs, tangents: outputs.map(() => null) };
    const moved = primals.map((primal, i) =>
      positions.includes(i) ? (tangents[i] ?? zerosOf(primal.spec)) : primal,
    );
    return { primals: outputs, tangents: bindPrimitive(primitive, moved, params) };
  };
}

/** d f(x, y) = f(dx, y) + f(x, dy): the primitive is linear in each of its two operands. */
export const bilinear: JvpRule<object> = (primals, [dx, dy], params, primitive) => {
  const [x, y] = primals;
  const left = dx ? bindPrimitive1(primitive, [dx, y], params) : null;
  const right = dy ? bindPrimitive1(primitive, [x, dy], params) : null;
  return { primals: bindPrimitive(primitive, primals, params), tangents: [sumOf(left, right)] };
};

/** One term of a differential: the tangent of an operand times its partial derivative. */
export type Differential<P> = (
  tangent: Tensor,
  primals: PerOperand<Tensor>,
  result: Tensor,
  params: P,
) => Tensor;

/** df = Σᵢ differentialᵢ(dxᵢ); `null` for an operand without a derivative. */
export function differentials<P extends object>(terms: readonly (Differential<P> | null)[]): JvpRule<P> {
  return (primals, tangents, params, primitive) => {
    const result = bindPrimitive1(primitive, primals, params);
    let tangent: Tensor | null = null;
    for (const [i, term] of terms.entries()) {
      const dx = tangents[i];
      if (dx && term) tangent = sumOf(tangent, term(dx, primals, result, params));
    }
    return { primals: [result], tangents: [tangent] };
  };
}

/** The result does not change with the operands, or only in jumps. */
export const zeroTangent: JvpRule<object> = (primals, _tangents, params, primitive) => {
  const outputs = bindPrimitive(primitive, primals, params);
  return { primals: outputs, tangents: outputs.map(() => null) };
};

/** The sum of two tangents or cotangents, where `null` is zero. */
export function sumOf(a: Tensor | null, b: Tensor | null): Tensor | null {
  return a && b ? add(a, b) : (a ?? b);
}

/** The element that a rule knows to be there. */
export function at<T>(list: readonly T[], index: number): T {
  return present(list[index]);
}
