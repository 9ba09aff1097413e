import { bind } from "../../interpreters/stack.ts";
import { zerosOf } from "../../lax/creation.ts";
import { add } from "../../lax/elementwise.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { PrimitiveName, PrimitiveParams } from "../primitive-set.ts";
import type { Absent, JvpRule, PerOperand } from "../primitive.ts";

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
export function linear<K extends PrimitiveName>(name: K): JvpRule<PrimitiveParams[K]> {
  return (primals, tangents, params) => {
    const filled = tangents.map((tangent, i) => tangent ?? zerosOf(at(primals, i).spec));
    return { primals: bind(name, primals, params), tangents: bind(name, filled, params) };
  };
}

/** d f(x, y) = f(dx, y) + f(x, dy): the primitive is linear in each of its two operands. */
export function bilinear<K extends PrimitiveName>(name: K): JvpRule<PrimitiveParams[K]> {
  return (primals, [dx, dy], params) => {
    const [x, y] = primals;
    const left = dx ? at(bind(name, [dx, y], params), 0) : null;
    const right = dy ? at(bind(name, [x, dy], params), 0) : null;
    return { primals: bind(name, primals, params), tangents: [sumOf(left, right)] };
  };
}

/** One term of a differential: the tangent of an operand times its partial derivative. */
export type Differential<P> = (
  tangent: Tensor,
  primals: PerOperand<Tensor>,
  result: Tensor,
  params: P,
) => Tensor;

/** df = Σᵢ differentialᵢ(dxᵢ); `null` for an operand without a derivative. */
export function differentials<K extends PrimitiveName>(
  name: K,
  terms: readonly (Differential<PrimitiveParams[K]> | null)[],
): JvpRule<PrimitiveParams[K]> {
  return (primals, tangents, params) => {
    const outputs = bind(name, primals, params);
    const result = at(outputs, 0);
    let tangent: Tensor | null = null;
    for (const [i, term] of terms.entries()) {
      const dx = tangents[i];
      if (dx && term) tangent = sumOf(tangent, term(dx, primals, result, params));
    }
    return { primals: outputs, tangents: [tangent] };
  };
}

/** The result does not change with the operands, or only in jumps. */
export function zeroTangent<K extends PrimitiveName>(name: K): JvpRule<PrimitiveParams[K]> {
  return (primals, _tangents, params) => {
    const outputs = bind(name, primals, params);
    return { primals: outputs, tangents: outputs.map(() => null) };
  };
}

/** The sum of two tangents or cotangents, where `null` is zero. */
export function sumOf(a: Tensor | null, b: Tensor | null): Tensor | null {
  return a && b ? add(a, b) : (a ?? b);
}

/** The element that a rule knows to be there. */
export function at<T>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new Error(`no element ${index} in a list of ${list.length}`);
  return element;
}
