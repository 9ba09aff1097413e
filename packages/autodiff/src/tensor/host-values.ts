import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { type DType, dtypeInfo, hostArray, numbersOf, storeNumber, type TypedArray } from "./dtype.ts";
import { dtypeOfNumber } from "./promotion.ts";
import { type Shape, sizeOf, type TensorSpec } from "./spec.ts";
import { isTensor, type NestedArray } from "./tensor.ts";
import { received } from "../errors/received.ts";

export interface ArrayOptions {
  /** Default: that of a typed array; `bool`, `int32` or `float32` as the numbers need. */
  readonly dtype?: DType;
  /** Of typed arrays, which are flat. Default: one axis. */
  readonly shape?: Shape;
}

/** Numbers on the host, in the order and the dtype in which `np.array` uploads them. */
export interface HostValues {
  readonly values: TypedArray;
  readonly spec: TensorSpec;
}

/**
 * What `np.array` would upload, without a device: for data that are cut, joined or looked at first.
 *
 * @returns the numbers, flat; those of a typed array of the same dtype are not copied.
 * @throws ShapeMismatchError, ArgumentInvalidError as `np.array`.
 * @example
 * ```ts
 * const { spec } = hostValues([[1, 2], [3, 4.5]]);
 * [spec.dtype, spec.shape]; // => ["float32",[2,2]]
 * ```
 */
export function hostValues(data: NestedArray | TypedArray, options: ArrayOptions = {}): HostValues {
  if (ArrayBuffer.isView(data)) return typedValues(data, options);
  const shape = options.shape ?? shapeOf(data);
  const flat: (number | boolean)[] = [];
  collect(data, shapeOf(data), flat);
  const dtype = options.dtype ?? commonDType(flat);
  requireSize(shape, flat.length);
  return { values: stored(flat.map(Number), dtype), spec: { shape, dtype } };
}

function typedValues(data: TypedArray, { dtype, shape = [data.length] }: ArrayOptions): HostValues {
  requireSize(shape, data.length);
  const own = dtypeOf(data, dtype);
  if (dtype === undefined || dtype === own) return { values: data, spec: { shape, dtype: own } };
  return { values: stored(Array.from(numbersOf(data, own)), dtype), spec: { shape, dtype } };
}

function dtypeOf(data: TypedArray, wanted: DType | undefined): DType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Uint32Array) return "uint32";
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Uint16Array) return "float16";
  if (data instanceof Uint8Array)
    return wanted === "bool" && data.every((byte) => byte <= 1) ? "bool" : "uint8";
  throw new ArgumentInvalidError({
    operation: "np.array",
    problem: "no dtype for this kind of array",
    expected: "Float32Array, Int32Array, Uint32Array, Uint8Array, Float64Array or Uint16Array (float16 bits)",
    received: Object.prototype.toString.call(data),
  });
}

/** Numbers as a dtype stores them; one that an integer dtype would change is an error. */
function stored(values: readonly number[], dtype: DType): TypedArray {
  const data = hostArray(dtype, values.length);
  const kind = dtypeInfo(dtype).kind;
  values.forEach((value, i) => {
    storeNumber(data, i, value, dtype);
    if ((kind === "int" || kind === "uint") && data[i] !== value) {
      throw new ArgumentInvalidError({
        operation: "np.array",
        problem: `a number does not fit ${dtype}`,
        expected: `whole numbers in the range of ${dtype}`,
        received: `${value} at position ${i}`,
        hint: 'Round it first, or choose dtype "float32".',
      });
    }
  });
  return data;
}

function shapeOf(data: NestedArray): number[] {
  return isList(data)
    ? [data.length, ...(data.length > 0 && data[0] !== undefined ? shapeOf(data[0]) : [])]
    : [];
}

function isList(data: NestedArray): data is readonly NestedArray[] {
  return Array.isArray(data);
}

function collect(data: NestedArray, shape: Shape, into: (number | boolean)[]): void {
  const [size, ...rest] = shape;
  if (isList(data) && data.length === size) {
    data.forEach((row) => collect(row, rest, into));
  } else if (!isList(data) && size === undefined && (typeof data === "number" || typeof data === "boolean")) {
    into.push(data);
  } else {
    throw new ShapeMismatchError({
      operation: "np.array",
      problem: "the rows differ",
      expected: size === undefined ? "a number" : `${size} elements in each row`,
      received: isList(data) ? `a row of ${data.length}` : isTensor(data) ? "a tensor" : typeof data,
      ...(isTensor(data) ? { hint: "Join tensors with np.stack." } : {}),
    });
  }
}

function commonDType(values: readonly (number | boolean)[]): DType {
  if (values.length === 0) return "float32";
  if (values.every((value) => typeof value === "boolean")) return "bool";
  const whole = values.every(
    (value) => dtypeOfNumber(value) !== "float32" && Number(value) === (Number(value) | 0),
  );
  return whole ? "int32" : "float32";
}

function requireSize(shape: Shape, count: number): void {
  if (
    Array.isArray(shape) &&
    shape.every((size) => Number.isInteger(size) && size >= 0) &&
    sizeOf(shape) === count
  )
    return;
  throw new ShapeMismatchError({
    operation: "np.array",
    problem: "the shape has another number of elements",
    expected: `a shape of ${count} elements`,
    received: received(shape),
  });
}
