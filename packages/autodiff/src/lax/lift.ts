import { bind1 } from "../interpreters/stack.ts";
import type { PrimitiveParams } from "../primitive/primitive-set.ts";
import type { Tensor } from "../tensor/tensor.ts";

type Names<P> = {
  [K in keyof PrimitiveParams]: P extends PrimitiveParams[K] ? K : never;
}[keyof PrimitiveParams];
type Plain = Names<Readonly<Record<never, never>>>;

export type Unary = (x: Tensor) => Tensor;
/** Operands of one shape and one dtype; `np` promotes and broadcasts. */
export type Binary = (x: Tensor, y: Tensor) => Tensor;

/** A face for a primitive of one operand without parameters. */
/* @__NO_SIDE_EFFECTS__ */
export function unary(name: Plain): Unary {
  return (x) => bind1(name, [x], {});
}

/** A face for a primitive of two operands without parameters. */
/* @__NO_SIDE_EFFECTS__ */
export function binary(name: Plain): Binary {
  return (x, y) => bind1(name, [x, y], {});
}
