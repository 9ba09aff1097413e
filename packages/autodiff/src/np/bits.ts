import * as lax from "../lax/elementwise.ts";
import { shiftLeft, shiftRightArithmetic, shiftRightLogical } from "../lax/shifts.ts";
import { dtypeInfo } from "../tensor/dtype.ts";
import { type Binary, binary, same, type Unary } from "./lift.ts";

export const bitwiseAnd: Binary = binary("bitwiseAnd", lax.bitwiseAnd);
export const bitwiseOr: Binary = binary("bitwiseOr", lax.bitwiseOr);
export const bitwiseXor: Binary = binary("bitwiseXor", lax.bitwiseXor);
/** Bitwise for integers, logical for `bool`. */
export const bitwiseNot: Unary = same("bitwiseNot", lax.bitwiseNot);
/** {@link bitwiseNot}. */
export const invert: Unary = same("invert", lax.bitwiseNot);
/** Shifts by 32 or more give 0. */
export const leftShift: Binary = binary("leftShift", shiftLeft);
/** Fills with the sign of `int32` and with zeros for `uint32`. */
export const rightShift: Binary = binary("rightShift", (x, y) =>
  dtypeInfo(x.dtype).kind === "uint" ? shiftRightLogical(x, y) : shiftRightArithmetic(x, y),
);
/** The number of one bits of an integer. */
export const bitCount: Unary = same("bitCount", lax.populationCount);
