import {
  formatSpec,
  hostArray,
  type KernelStorage,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import type { TensorFlowBinding } from "../binding/tensorflow-binding.ts";
import { calling } from "./calling.ts";
import { bytesOf, type DeviceTensor } from "./device-tensor.ts";
import { uploadTensor } from "./host-data.ts";
import { whole } from "./repeated-elements.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** Tensors of TensorFlow as the buffers of a backend. */
export function deviceStorage(
  binding: TensorFlowBinding,
  tf: TensorFlow,
): KernelStorage<DeviceTensor> & Required<Pick<KernelStorage<DeviceTensor>, "downloadSync">> {
  const downloadSync = (tensor: DeviceTensor, spec: TensorSpec): TypedArray => {
    let data: TypedArray | undefined;
    tf.scope(() => {
      const readable = asReadable(tf, whole(tf, { buffer: tensor, spec }));
      const read = calling(
        "tensorDataSync",
        () => formatSpec(spec),
        () => binding.tensorDataSync(readable.id),
      );
      data = asElements(read, spec);
      return [];
    });
    return data ?? hostArray(spec.dtype, 0);
  };
  return {
    upload(data, { shape, dtype }) {
      // The tensor shares the memory it is made of.
      const own = hostArray(dtype, sizeOf(shape));
      own.set(data);
      return { id: uploadTensor(binding, dtype, shape, own), shape, type: dtype };
    },
    download: async (tensor, spec) => downloadSync(tensor, spec),
    downloadSync,
    release({ id, constant }) {
      if (constant === undefined) binding.deleteTensor(id);
      else constant.holders -= 1;
    },
    bytes: bytesOf,
  };
}

/** The binding reads few types: the others as one that holds their bits or their numbers. */
function asReadable(tf: TensorFlow, tensor: DeviceTensor): DeviceTensor {
  switch (tensor.type) {
    case "uint32":
      return tf.bitcast(tensor, "int32");
    case "float64":
      return tf.bitcast(tensor, "int64");
    case "float16":
      return tf.cast(tf.bitcast(tensor, "int16"), "int32");
    case "uint8":
      return tf.cast(tensor, "int32");
    default:
      return tensor;
  }
}

function asElements(
  read: Float32Array | Int32Array | BigInt64Array | Uint8Array,
  { dtype }: TensorSpec,
): TypedArray {
  const { buffer, byteOffset, byteLength } = read;
  switch (dtype) {
    case "float32":
      return new Float32Array(buffer, byteOffset, byteLength / 4);
    case "uint32":
      return new Uint32Array(buffer, byteOffset, byteLength / 4);
    case "int32":
      return new Int32Array(buffer, byteOffset, byteLength / 4);
    case "float64":
      return new Float64Array(buffer, byteOffset, byteLength / 8);
    case "bool":
      return new Uint8Array(buffer, byteOffset, byteLength);
    case "uint8":
      return Uint8Array.from(new Int32Array(buffer, byteOffset, byteLength / 4));
    case "float16":
      return Uint16Array.from(new Int32Array(buffer, byteOffset, byteLength / 4));
  }
}
