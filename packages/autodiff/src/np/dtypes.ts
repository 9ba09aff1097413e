import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { type DType, dtypeInfo } from "../tensor/dtype.ts";
import { promote } from "../tensor/promotion.ts";
import type { TensorLike } from "../tensor/tensor.ts";
import { commonDType } from "./operands.ts";

/**
 * The dtype in which two dtypes meet.
 *
 * @example
 * ```ts
 * np.promoteTypes("int32", "float16"); // => float16
 * ```
 */
export function promoteTypes(a: DType, b: DType): DType {
  return promote([
    { dtype: a, weak: false },
    { dtype: b, weak: false },
  ]);
}

/**
 * The dtype of what an operation makes of these operands.
 *
 * @example
 * ```ts
 * np.resultType(np.array([1, 2]), 0.5); // => float32
 * ```
 */
export function resultType(...operands: readonly TensorLike[]): DType {
  return commonDType("np.resultType", operands);
}

/** The limits of a float dtype. */
export interface FloatInfo {
  readonly dtype: DType;
  readonly bits: number;
  /** From 1 to the next number. */
  readonly eps: number;
  readonly max: number;
  readonly min: number;
  /** The least positive number with all its digits. */
  readonly tiny: number;
}

const FLOATS: ReadonlyMap<DType, FloatInfo> = new Map(
  [floatInfo("float64", 52, 1023), floatInfo("float32", 23, 127), floatInfo("float16", 10, 15)].map(
    (info) => [info.dtype, info],
  ),
);

function floatInfo(dtype: DType, digits: number, exponent: number): FloatInfo {
  const eps = 2 ** -digits;
  const max = (2 - eps) * 2 ** exponent;
  return { dtype, bits: dtypeInfo(dtype).bytes * 8, eps, max, min: -max, tiny: 2 ** (1 - exponent) };
}

/**
 * The limits of a float dtype.
 *
 * @throws ArgumentInvalidError for a dtype of other numbers.
 * @example
 * ```ts
 * np.finfo("float16").max; // => 65504
 * ```
 */
export function finfo(dtype: DType): FloatInfo {
  const info = FLOATS.get(dtype);
  if (info) return info;
  throw new ArgumentInvalidError({
    operation: "np.finfo",
    problem: "not a float dtype",
    expected: [...FLOATS.keys()].join(", "),
    received: dtype,
    hint: "Limits of whole numbers: np.iinfo.",
  });
}

/** The limits of a dtype of whole numbers. */
export interface IntegerInfo {
  readonly dtype: DType;
  readonly bits: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The limits of a dtype of whole numbers.
 *
 * @example
 * ```ts
 * np.iinfo("uint8").max; // => 255
 * ```
 */
export function iinfo(dtype: "int32" | "uint32" | "uint8"): IntegerInfo {
  const bits = dtypeInfo(dtype).bytes * 8;
  return dtype === "int32"
    ? { dtype, bits, min: -(2 ** 31), max: 2 ** 31 - 1 }
    : { dtype, bits, min: 0, max: 2 ** bits - 1 };
}
