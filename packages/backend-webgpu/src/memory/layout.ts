import { type DType, hostArray, sizeOf, type TensorSpec, type TypedArray } from "@elegy/autodiff/spi";

/** Bytes from one element to the next in a storage buffer. */
export function storedWidth(dtype: DType): number {
  return dtype === "float16" ? 2 : 4;
}

/** Bytes of all elements in a storage buffer, whose size is a multiple of 4. */
export function storedBytes({ shape, dtype }: TensorSpec): number {
  return Math.ceil((storedWidth(dtype) * sizeOf(shape)) / 4) * 4;
}

/** Host data as it lies in a storage buffer: bytes become words, halves are padded to whole words. */
export function toStored(data: TypedArray, { dtype }: TensorSpec): Uint8Array<ArrayBuffer> {
  if (dtype === "bool" || dtype === "uint8") return bytesOf(Uint32Array.from(data));
  if (dtype !== "float16") return bytesOf(data);
  const padded = new Uint16Array(Math.ceil(data.length / 2) * 2);
  padded.set(data);
  return bytesOf(padded);
}

/** A copy of what lies in a storage buffer, as the host has it. */
export function fromStored(stored: ArrayBuffer, { dtype, shape }: TensorSpec): TypedArray {
  const size = sizeOf(shape);
  const data = hostArray(dtype, size);
  if (dtype === "bool" || dtype === "uint8") data.set(new Uint32Array(stored, 0, size));
  else new Uint8Array(data.buffer).set(new Uint8Array(stored, 0, data.byteLength));
  return data;
}

function bytesOf(data: TypedArray): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = data;
  // Shared memory cannot be handed to the device's queue.
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}
