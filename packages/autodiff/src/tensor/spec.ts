import { type DType, dtypeInfo } from "./dtype.ts";

export type Shape = readonly number[];

/** What is known of a tensor before it has data: `f32[32,784]`. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * The number of elements; 1 for a scalar, 0 when any size is 0.
 *
 * @example
 * ```ts
 * sizeOf([2, 3]); // => 6
 * sizeOf([]); // => 1
 * ```
 */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * How many bytes the elements take.
 *
 * @example
 * ```ts
 * byteSize({ shape: [2, 3], dtype: "float32" }); // => 24
 * ```
 */
export function byteSize(spec: TensorSpec): number {
  return sizeOf(spec.shape) * dtypeInfo(spec.dtype).bytes;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

export function sameSpec(a: TensorSpec, b: TensorSpec): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/**
 * `f32[32,784]`, as in every message and in the text of a graph.
 *
 * @example
 * ```ts
 * formatSpec({ shape: [32, 784], dtype: "float32" }); // => f32[32,784]
 * ```
 */
export function formatSpec(spec: TensorSpec): string {
  return `${dtypeInfo(spec.dtype).short}[${spec.shape.join(",")}]`;
}

/**
 * Elements between neighbours along each axis, in C order.
 *
 * @example
 * ```ts
 * import { stridesOf } from "@elegy/autodiff/spi";
 *
 * stridesOf([2, 3, 4]); // => [12,4,1]
 * ```
 */
export function stridesOf(shape: Shape): number[] {
  const strides = Array.from<number>({ length: shape.length });
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return strides;
}
