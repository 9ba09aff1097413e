import { halfBits, type Shape, sizeOf, type TypedArray } from "@elegy/autodiff/spi";
import type { TensorFlowBinding } from "../binding/tensorflow-binding.ts";
import { attribute } from "./attribute.ts";
import { calling } from "./calling.ts";
import { tensorTypeNumber, type TensorType } from "./tensor-type.ts";

/** A new tensor of numbers. */
export function createTensor(
  binding: TensorFlowBinding,
  type: TensorType,
  shape: Shape,
  values: ArrayLike<number>,
): number {
  return uploadTensor(binding, type, shape, elementsOf(type, values));
}

/**
 * A new tensor of elements as they lie in memory. The binding takes `float32`, `int32`, `int64` and bytes; the others
 * travel as one of these and are named anew on the device.
 *
 * @param data is the tensor's own from now on.
 */
export function uploadTensor(
  binding: TensorFlowBinding,
  type: TensorType,
  shape: Shape,
  data: TypedArray | BigInt64Array,
): number {
  const { buffer, byteOffset, byteLength } = data;
  const count = sizeOf(shape);
  const words = (): Int32Array => new Int32Array(buffer, byteOffset, byteLength / 4);
  const create = (as: TensorType, size: Shape, elements: Float32Array | Int32Array | Uint8Array): number =>
    calling(
      "createTensor",
      () => `${as}[${size.join(",")}]`,
      () => binding.createTensor(size, tensorTypeNumber(as), elements),
    );
  switch (type) {
    case "float32":
      return create(type, shape, new Float32Array(buffer, byteOffset, count));
    case "int32":
    case "int64":
      return create(type, shape, words());
    case "uint8":
    case "bool":
      return create(type, shape, new Uint8Array(buffer, byteOffset, count));
    case "uint32":
      return renamed(binding, create("int32", shape, words()), type);
    case "float64":
      return renamed(binding, create("int64", shape, words()), type);
    case "int8":
      return renamed(binding, create("uint8", shape, new Uint8Array(buffer, byteOffset, count)), type);
    case "float16":
    case "int16": {
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      return renamed(binding, create("uint8", [...shape, 2], bytes), type);
    }
  }
}

function renamed(binding: TensorFlowBinding, id: number, type: TensorType): number {
  try {
    const [result] = calling(
      "Bitcast",
      () => type,
      () => binding.executeOp("Bitcast", [attribute.type("type", type)], [id], 1),
    );
    if (result === undefined) throw new Error("Bitcast returned nothing.");
    return result.id;
  } finally {
    binding.deleteTensor(id);
  }
}

function elementsOf(type: TensorType, values: ArrayLike<number>): TypedArray | BigInt64Array {
  switch (type) {
    case "float32":
      return Float32Array.from(values);
    case "float64":
      return Float64Array.from(values);
    case "float16":
      return Uint16Array.from(values, halfBits);
    case "int32":
      return Int32Array.from(values);
    case "uint32":
      return Uint32Array.from(values);
    case "int64":
      return BigInt64Array.from(values, BigInt);
    case "int16":
      return Uint16Array.from(values);
    case "int8":
    case "uint8":
      return Uint8Array.from(values);
    case "bool":
      return Uint8Array.from(values, (value) => Number(value !== 0));
  }
}
