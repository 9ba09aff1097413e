import { bindPrimitive1 } from "../interpreters/stack.ts";
import type { NoParams } from "../primitive/params.ts";
import type { CommonName, PrimitiveParams } from "../primitive/primitive-set.ts";
import type { Primitive } from "../primitive/primitive.ts";
import { commonPrimitive } from "../primitive/registry.ts";
import type { Tensor } from "../tensor/tensor.ts";

type PlainName = {
  [K in CommonName]: NoParams extends PrimitiveParams[K] ? K : never;
}[CommonName];

/** A primitive without parameters: the name of one that every program has, or itself. */
type Plain = PlainName | Primitive<NoParams>;

export type Unary = (x: Tensor) => Tensor;
/** Operands of one shape and one dtype; `np` promotes and broadcasts. */
export type Binary = (x: Tensor, y: Tensor) => Tensor;

/** A face for a primitive of one operand without parameters. */
/* @__NO_SIDE_EFFECTS__ */
export function unary(primitive: Plain): Unary {
  return (x) => bindPrimitive1(primitiveOf(primitive), [x], {});
}

/** A face for a primitive of two operands without parameters. */
/* @__NO_SIDE_EFFECTS__ */
export function binary(primitive: Plain): Binary {
  return (x, y) => bindPrimitive1(primitiveOf(primitive), [x, y], {});
}

function primitiveOf(primitive: Plain): Primitive<NoParams> {
  return typeof primitive === "string" ? commonPrimitive(primitive) : primitive;
}
