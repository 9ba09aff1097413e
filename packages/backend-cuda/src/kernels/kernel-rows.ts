import type {
  CorePrimitives,
  CoreName,
  DerivedPrimitives,
  Kernel,
  Operand,
  TensorSpec,
} from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";

export type DeviceOperand = Operand<DeviceTensor>;

/** Computes a primitive by operations of TensorFlow. What it makes and does not return is released after it. */
export type DeviceKernel<P> = (
  tf: TensorFlow,
  inputs: readonly DeviceOperand[],
  params: P,
  outputs: readonly TensorSpec[],
) => readonly DeviceTensor[];

/** Derived primitives that TensorFlow has an operation for. */
type TakenName = "topK" | "logistic" | "relu" | "softmax" | "logSoftmax";

/** Some rows of the kernel table. */
export type KernelRows<K extends CoreName | TakenName> = {
  readonly [N in K]: DeviceKernel<(CorePrimitives & Pick<DerivedPrimitives, TakenName>)[N]>;
};

/** The same rows as kernels of a backend. */
type BoundRows<T> = {
  readonly [K in keyof T]: T[K] extends DeviceKernel<infer P> ? Kernel<DeviceTensor, P> : never;
};

export function bindRows<T extends { readonly [K in keyof T]: DeviceKernel<never> }>(
  tf: TensorFlow,
  rows: T,
): BoundRows<T> {
  const bound = Object.entries<DeviceKernel<never>>(rows).map(([name, kernel]) => [
    name,
    ((inputs, params, outputs) =>
      tf.scope(() => kernel(tf, inputs, params, outputs).map(ownConstant))) satisfies Kernel<
      DeviceTensor,
      never
    >,
  ]);
  // The names are those of the rows.
  return Object.fromEntries(bound) as BoundRows<T>;
}

/** A constant that becomes a result has one more holder, and another identity: that is how buffers are told apart. */
function ownConstant(tensor: DeviceTensor): DeviceTensor {
  if (tensor.constant === undefined) return tensor;
  tensor.constant.holders += 1;
  return { ...tensor };
}

/** An operand or output that must be there. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No item ${index} among ${items.length}.`);
  return item;
}
