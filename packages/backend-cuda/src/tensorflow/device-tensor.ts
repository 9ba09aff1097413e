import { type Shape, sizeOf } from "@elegy/autodiff/spi";
import { tensorTypeInfo, type TensorType } from "./tensor-type.ts";

/**
 * A tensor of TensorFlow. One that stands for a tensor of a program may be smaller than that: where its size along an axis
 * is 1, the elements repeat, and the first axes of size 1 may be left out. TensorFlow's elementwise operations read it so;
 * what cannot asks for the whole.
 */
export interface DeviceTensor {
  readonly id: number;
  readonly shape: Shape;
  readonly type: TensorType;
  /** Of a constant that others use too: whoever holds it is counted, and nobody else releases it. */
  readonly constant?: { holders: number };
}

export function bytesOf({ shape, type }: DeviceTensor): number {
  return sizeOf(shape) * tensorTypeInfo(type).bytes;
}
