import {
  type BackendMemory,
  byteSize,
  formatSpec,
  hostArray,
  sizeOf,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { BackendDisposedError } from "../errors/backend-disposed-error.ts";
import { BufferForeignError } from "../errors/buffer-foreign-error.ts";
import { BufferReleasedError } from "../errors/buffer-released-error.ts";
import { CpuBuffer } from "./cpu-buffer.ts";
import { Heap } from "./heap.ts";
import { Scratch } from "./scratch.ts";

/** The buffers of one backend and the memory they lie in. */
export class BufferStore {
  #memory: { readonly heap: Heap; readonly scratch: Scratch } | null;
  #buffers = 0;
  #bytes = 0;

  constructor(heapLimit: number) {
    const heap = new Heap(heapLimit);
    this.#memory = { heap, scratch: new Scratch(heap) };
  }

  get disposed(): boolean {
    return this.#memory === null;
  }

  heap(operation: string): Heap {
    return this.#alive(operation).heap;
  }

  scratch(operation: string): Scratch {
    return this.#alive(operation).scratch;
  }

  /** A buffer that keeps the host array, which is from now on its own. */
  adoptHost(data: TypedArray, spec: TensorSpec): CpuBuffer {
    return this.#count(new CpuBuffer(this, spec, { on: "host", data }));
  }

  /** A buffer that owns the heap block at the address. */
  adoptHeap(pointer: number, spec: TensorSpec): CpuBuffer {
    return this.#count(new CpuBuffer(this, spec, { on: "heap", pointer }));
  }

  /** A copy of the elements. */
  read(buffer: CpuBuffer, operation: string): TypedArray {
    const { residence, spec } = this.check(buffer, operation);
    const copy = hostArray(spec.dtype, sizeOf(spec.shape));
    bytesOf(copy).set(residence.on === "host" ? bytesOf(residence.data) : this.#blockOf(buffer, operation));
    return copy;
  }

  /** Copies the elements to an address of the heap. */
  copyTo(pointer: number, buffer: CpuBuffer, operation: string): void {
    const { residence } = buffer;
    const bytes = residence.on === "host" ? bytesOf(residence.data) : this.#blockOf(buffer, operation);
    this.heap(operation).bytes.set(bytes, pointer);
  }

  release(buffer: CpuBuffer, operation: string): void {
    const { residence } = this.check(buffer, operation);
    this.forget(buffer);
    if (residence.on === "heap") this.heap(operation).free(residence.pointer);
  }

  /** The buffer is gone, its block stays with whoever took it over. */
  forget(buffer: CpuBuffer): void {
    buffer.residence = { on: "nowhere" };
    this.#buffers--;
    this.#bytes -= byteSize(buffer.spec);
  }

  /** The buffer itself, if it is alive and of this store. */
  check(buffer: CpuBuffer, operation: string): CpuBuffer {
    this.#alive(operation);
    if (buffer.store !== this) throw new BufferForeignError(operation, formatSpec(buffer.spec));
    if (buffer.residence.on === "nowhere") throw new BufferReleasedError(operation, formatSpec(buffer.spec));
    return buffer;
  }

  memory(): BackendMemory {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  dispose(): void {
    this.#memory = null;
    this.#buffers = 0;
    this.#bytes = 0;
  }

  #alive(operation: string): { readonly heap: Heap; readonly scratch: Scratch } {
    if (this.#memory === null) throw new BackendDisposedError(operation, "the cpu backend");
    return this.#memory;
  }

  #blockOf({ residence, spec }: CpuBuffer, operation: string): Uint8Array {
    if (residence.on !== "heap") throw new BufferReleasedError(operation, formatSpec(spec));
    return this.heap(operation).bytes.subarray(residence.pointer, residence.pointer + byteSize(spec));
  }

  #count(buffer: CpuBuffer): CpuBuffer {
    this.#buffers++;
    this.#bytes += byteSize(buffer.spec);
    return buffer;
  }
}

function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
