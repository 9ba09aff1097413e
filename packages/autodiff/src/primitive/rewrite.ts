import type { TensorSpec } from "../tensor/spec.ts";
import type { CommonName, PrimitiveName, PrimitiveParams } from "./primitive-set.ts";
import type { PerOperand, Rewrite, RewriteView, SimplifyRule, Value } from "./primitive.ts";

/** Another node in the place of this one. */
export function applied<K extends CommonName>(
  primitive: K,
  inputs: readonly Value[],
  params: PrimitiveParams[K],
): Rewrite {
  return { primitive, params, inputs };
}

/** The node that makes a value, if it is an application of the primitive of this name. */
export function madeBy<K extends PrimitiveName>(
  view: RewriteView,
  value: Value,
  name: K,
): { readonly input: Value; readonly params: PrimitiveParams[K] } | null {
  const node = view.producer(value);
  const input = node?.inputs[0];
  if (node?.primitive.name !== name || input === undefined) return null;
  // A node has the parameters of its primitive.
  return { input, params: node.params as PrimitiveParams[K] };
}

/** The other operand, where one of two has a value of which every element is `neutral`. */
export function withoutNeutral(
  [x, y]: PerOperand<Value>,
  view: RewriteView,
  neutral: number,
): Rewrite | null {
  if (Object.is(view.splat(y), neutral)) return { same: x };
  return Object.is(view.splat(x), neutral) ? { same: y } : null;
}

/** f(x, x) = x */
export const idempotent: SimplifyRule<object> = ([x, y]) => (x === y ? { same: x } : null);

/** f(f(x)) = x */
export function involution<K extends PrimitiveName>(name: K): SimplifyRule<object> {
  return ([x], _, view) => {
    const inner = madeBy(view, x, name);
    return inner && { same: inner.input };
  };
}

/** A reduction of single elements moves none. */
export function withoutReduction(x: Value, axes: readonly number[], { shape }: TensorSpec): Rewrite | null {
  if (axes.length === 0) return { same: x };
  return axes.every((axis) => x.spec.shape[axis] === 1) ? applied("reshape", [x], { shape }) : null;
}
