import * as lax from "../lax/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Binary, binary, same, type Unary } from "./lift.ts";

export const equal: Binary = binary("equal", lax.eq);
export const notEqual: Binary = binary("notEqual", lax.ne);
export const less: Binary = binary("less", lax.lt);
export const lessEqual: Binary = binary("lessEqual", lax.le);
export const greater: Binary = binary("greater", lax.gt);
export const greaterEqual: Binary = binary("greaterEqual", lax.ge);

/** `true` where an element is not zero. */
const truth = (x: Tensor): Tensor => (x.dtype === "bool" ? x : lax.convertElementType(x, "bool"));

const logical = (name: string, apply: (x: Tensor, y: Tensor) => Tensor): Binary =>
  binary(name, (x, y) => apply(truth(x), truth(y)));

export const logicalAnd: Binary = logical("logicalAnd", lax.bitwiseAnd);
export const logicalOr: Binary = logical("logicalOr", lax.bitwiseOr);
export const logicalXor: Binary = logical("logicalXor", lax.bitwiseXor);
export const logicalNot: Unary = same("logicalNot", (x) => lax.bitwiseNot(truth(x)));
