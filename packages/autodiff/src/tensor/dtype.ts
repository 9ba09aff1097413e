import { halfBits, halfNumbers } from "./half-floats.ts";
import { DTypeUnsupportedError } from "../errors/tensor-errors.ts";

/** Element types. `uint8` and `bool` are stored as bytes, `float16` as its bits. */
export type DType = "float64" | "float32" | "float16" | "int32" | "uint32" | "uint8" | "bool";

/** Host data. `bool` travels as `Uint8Array` of 0 and 1, `float16` as `Uint16Array` of its bits. */
export type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

export type DTypeKind = "float" | "int" | "uint" | "bool";

interface DTypeInfo {
  /** As printed in shapes: `f32[2,3]`. */
  readonly short: string;
  readonly kind: DTypeKind;
  readonly bytes: number;
  readonly array: TypedArrayConstructor;
}

interface TypedArrayConstructor {
  new (length: number): TypedArray;
  new (memory: ArrayBufferLike): TypedArray;
  new (elements: TypedArray): TypedArray;
}

const INFO: Readonly<Record<DType, DTypeInfo>> = {
  float64: { short: "f64", kind: "float", bytes: 8, array: Float64Array },
  float32: { short: "f32", kind: "float", bytes: 4, array: Float32Array },
  float16: { short: "f16", kind: "float", bytes: 2, array: Uint16Array },
  int32: { short: "i32", kind: "int", bytes: 4, array: Int32Array },
  uint32: { short: "u32", kind: "uint", bytes: 4, array: Uint32Array },
  uint8: { short: "u8", kind: "uint", bytes: 1, array: Uint8Array },
  bool: { short: "bool", kind: "bool", bytes: 1, array: Uint8Array },
};

/**
 * Facts about a dtype: printed name, kind, bytes per element, host array constructor.
 *
 * @example
 * ```ts
 * import { dtypeInfo } from "@elegy/autodiff/spi";
 *
 * const { short, kind, bytes } = dtypeInfo("float16");
 * [short, kind, bytes]; // => ["f16","float",2]
 * ```
 */
export function dtypeInfo(dtype: DType): DTypeInfo {
  if (Object.hasOwn(INFO, dtype)) return INFO[dtype];
  throw new DTypeUnsupportedError({
    operation: "dtype",
    problem: "no such dtype",
    expected: DTYPES.join(", "),
    received: dtype,
  });
}

/** The dtype whose short name is this one, or `undefined`: `f32` is `float32`. */
export function dtypeFromShort(short: string): DType | undefined {
  return DTYPES.find((dtype) => INFO[dtype].short === short);
}

// `Object.keys` has forgotten which strings they are.
const DTYPES = /* @__PURE__ */ Object.keys(INFO) as DType[];

/**
 * `true` for `float64`, `float32` and `float16`: the dtypes that have gradients.
 *
 * @example
 * ```ts
 * isFloat("float16"); // => true
 * isFloat("int32"); // => false
 * ```
 */
export function isFloat(dtype: DType): boolean {
  return dtypeInfo(dtype).kind === "float";
}

/**
 * A zeroed host array for `length` elements; `bool` is bytes, `float16` the bits of each element.
 *
 * @example
 * ```ts
 * import { hostArray } from "@elegy/autodiff/spi";
 *
 * hostArray("float32", 2) instanceof Float32Array; // => true
 * hostArray("float16", 2) instanceof Uint16Array; // => true
 * ```
 */
export function hostArray(dtype: DType, length: number): TypedArray {
  return new (dtypeInfo(dtype).array)(length);
}

/**
 * The elements as numbers, of `float16` those that its bits stand for.
 *
 * @example
 * ```ts
 * import { numbersOf } from "@elegy/autodiff/spi";
 *
 * numbersOf(Uint16Array.of(0x3c00, 0xc000), "float16"); // => [1,-2]
 * ```
 */
export function numbersOf(data: TypedArray, dtype: DType): TypedArray {
  return dtype === "float16" ? halfNumbers(data) : data;
}

/**
 * Stores a number at a position as the dtype rounds it: `float16` as bits, `bool` as whether it is not zero.
 *
 * @example
 * ```ts
 * import { storeNumber } from "@elegy/autodiff/spi";
 *
 * const data = Uint8Array.of(0, 0);
 * storeNumber(data, 1, 7, "bool");
 * data; // => [0,1]
 * ```
 */
export function storeNumber(data: TypedArray, position: number, value: number, dtype: DType): void {
  if (dtype === "float16") data[position] = halfBits(value);
  else data[position] = dtype === "bool" ? Number(value !== 0) : value;
}
