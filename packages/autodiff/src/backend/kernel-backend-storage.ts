import { hostArray, type TypedArray } from "../tensor/dtype.ts";
import { sizeOf, type TensorSpec } from "../tensor/spec.ts";

/** Where the buffers of a kernel backend live. Buffers alive at one time are told apart by `===`. */
export interface KernelStorage<Buffer> {
  /** Copies; the caller keeps `data`. */
  upload(data: TypedArray, spec: TensorSpec): Buffer;
  /** A copy of the elements. */
  download(buffer: Buffer, spec: TensorSpec): Promise<TypedArray>;
  /** Present where the host can wait for the device. */
  downloadSync?(buffer: Buffer, spec: TensorSpec): TypedArray;
  /** Called once for every buffer. Left out where the garbage collector frees them: nothing then keeps them alive. */
  release?(buffer: Buffer): void;
  bytes(buffer: Buffer): number;
}

/** Typed arrays on the JavaScript heap. */
export const hostStorage: KernelStorage<TypedArray> = {
  upload: copyOf,
  download: async (buffer, spec) => copyOf(buffer, spec),
  downloadSync: copyOf,
  bytes: (buffer) => buffer.byteLength,
};

// Not `slice`: a Node `Buffer` is a `Uint8Array` whose `slice` shares its memory.
function copyOf(data: TypedArray, { dtype, shape }: TensorSpec): TypedArray {
  const copy = hostArray(dtype, sizeOf(shape));
  copy.set(data);
  return copy;
}
