import {
  ArgumentInvalidError,
  DTypeMismatchError,
  DTypeUnsupportedError,
  ShapeMismatchError,
} from "../../errors/tensor-errors.ts";
import { received, wrongArgument } from "../../errors/received.ts";
import { present } from "../../graph/present.ts";
import { type DType, hostArray, isFloat } from "../../tensor/dtype.ts";
import { formatSpec, sameShape, type Shape, type TensorSpec } from "../../tensor/spec.ts";

/** Which dtypes an elementwise primitive computes with. `uint8` is for storage: convert it first. */
export const FLOATS: readonly DType[] = ["float64", "float32", "float16"];
export const INTEGERS: readonly DType[] = ["int32", "uint32"];
export const NUMBERS: readonly DType[] = [...FLOATS, ...INTEGERS];
export const BITS: readonly DType[] = [...INTEGERS, "bool"];
export const ALL: readonly DType[] = [...NUMBERS, "uint8", "bool"];

/** The operands of an elementwise primitive: one shape, one dtype, a dtype it computes with. */
export function sameOperands(
  name: string,
  operands: readonly TensorSpec[],
  dtypes: readonly DType[],
): TensorSpec {
  const first = present(operands[0]);
  for (const operand of operands) {
    if (!sameShape(operand.shape, first.shape)) {
      throw new ShapeMismatchError({
        operation: name,
        problem: "operands differ in shape",
        expected: "one shape",
        received: listSpecs(operands),
        hint: "np broadcasts, lax does not.",
      });
    }
    if (operand.dtype !== first.dtype) {
      throw new DTypeMismatchError({
        operation: name,
        problem: "operands differ in dtype",
        expected: "one dtype",
        received: listSpecs(operands),
        hint: "np promotes, lax does not.",
      });
    }
  }
  requireDType(name, first, dtypes);
  return first;
}

export function requireDType(name: string, operand: TensorSpec, dtypes: readonly DType[]): void {
  if (dtypes.includes(operand.dtype)) return;
  throw new DTypeUnsupportedError({
    operation: name,
    problem: `not defined for ${operand.dtype}`,
    expected: dtypes.join(" or "),
    received: formatSpec(operand),
    hint: `Convert first: x.astype("${dtypes.includes("float32") ? "float32" : "int32"}").`,
  });
}

/** A list of axes: in range, unique. */
export function requireAxes(name: string, what: string, axes: readonly number[], rank: number): void {
  const valid =
    Array.isArray(axes) && axes.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < rank);
  if (valid && new Set(axes).size === axes.length) return;
  throw wrongArgument(name, `${what} out of range or repeated`, `distinct axes of 0…${rank - 1}`, axes);
}

/** A tensor shape: whole sizes, none negative. */
export function requireShape(name: string, shape: Shape): void {
  // Without types it may be one number.
  const isList = Array.isArray(shape);
  if (isList && shape.every((size) => Number.isInteger(size) && size >= 0)) return;
  throw wrongArgument(name, "not a shape", isList ? "whole sizes ≥ 0" : "a list of sizes: [2, 3]", shape);
}

/** How many there are to be: a whole number, not negative. */
export function requireCount(name: string, what: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw wrongArgument(name, `${what} is not a count`, "a whole number ≥ 0", count);
}

/** Without types anything may come: `undefined` would silently become NaN. */
export function requireNumber(operation: string, operand: unknown): void {
  if (typeof operand === "number" || typeof operand === "boolean") return;
  throw new ArgumentInvalidError({
    operation,
    problem: "an operand is not a tensor",
    expected: "a tensor or a number",
    received: received(operand),
    hint: "Numbers in arrays become a tensor with np.array([…]).",
  });
}

export function without<T>(list: readonly T[], positions: readonly number[]): T[] {
  return list.filter((_, position) => !positions.includes(position));
}

/** The axes of a shape that are not among these. */
export function otherAxes(shape: Shape, axes: readonly number[]): number[] {
  return without([...shape.keys()], axes);
}

export function listSpecs(specs: readonly TensorSpec[]): string {
  return specs.map(formatSpec).join(" and ");
}

/** A number outside the range of an integer dtype would change its value. */
export function requireRepresentable(name: string, value: number | boolean, dtype: DType): void {
  if (isFloat(dtype) || dtype === "bool") return;
  const stored = hostArray(dtype, 1);
  stored[0] = Number(value);
  if (stored[0] === Number(value)) return;
  throw new ArgumentInvalidError({
    operation: name,
    problem: "the number does not fit its dtype",
    expected: `a whole number in the range of ${dtype}`,
    received: String(value),
    hint: 'Convert the other operand first: x.astype("float32").',
  });
}
