import type { NoParams } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { aligned } from "../tensorflow/repeated-elements.ts";
import { tensorTypeInfo, type TensorType } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { at, type DeviceKernel } from "./kernel-rows.ts";

/** What stands at a place of the result, of what stands there in the operands. */
export type Formula = (tf: TensorFlow, ...operands: readonly DeviceTensor[]) => DeviceTensor;

/** A kernel of a formula. */
export function elementwise(formula: Formula): DeviceKernel<NoParams> {
  return (tf, inputs, _params, outputs) => {
    const operands = inputs.map(({ buffer }) => buffer);
    return [formula(tf, ...aligned(tf, operands, at(outputs, 0).shape))];
  };
}

/** A formula that is one operation of TensorFlow. */
export function operation(name: string): Formula {
  return (tf, ...operands) => tf.apply(name, operands);
}

/** Kernels that are one operation each. */
export function operations<K extends string>(
  names: Readonly<Record<K, string>>,
): { readonly [N in K]: DeviceKernel<NoParams> } {
  const rows = Object.entries<string>(names).map(([primitive, name]) => [
    primitive,
    elementwise(operation(name)),
  ]);
  // The names are those of the table.
  return Object.fromEntries(rows) as { readonly [N in K]: DeviceKernel<NoParams> };
}

/** A formula for each kind of number; one that is not given is that of signed ones. */
export function byKind(formulas: {
  readonly float?: Formula;
  readonly signed: Formula;
  readonly unsigned?: Formula;
  readonly bool?: Formula;
}): Formula {
  return (tf, ...operands) => {
    const { kind } = tensorTypeInfo(at(operands, 0).type);
    return (formulas[kind] ?? formulas.signed)(tf, ...operands);
  };
}

/** A formula in another type than that of the operands, to which the result returns. */
export function through(typeFor: (type: TensorType) => TensorType, formula: Formula): Formula {
  return (tf, ...operands) => {
    const { type } = at(operands, 0);
    const result = formula(tf, ...operands.map((x) => tf.cast(x, typeFor(type))));
    return tf.cast(result, type);
  };
}

/** `onTrue` where the predicate holds, else `onFalse`. */
export function where(
  tf: TensorFlow,
  predicate: DeviceTensor,
  onTrue: DeviceTensor,
  onFalse: DeviceTensor,
): DeviceTensor {
  return tf.apply("SelectV2", [predicate, onTrue, onFalse]);
}
