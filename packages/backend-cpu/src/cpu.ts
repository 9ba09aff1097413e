import type {
  Backend,
  BackendMemory,
  CompileOptions,
  DType,
  Executable,
  Graph,
  TensorSpec,
  TypedArray,
} from "@elegy/autodiff/spi";
import { BufferStore } from "./memory/buffer-store.ts";
import type { CpuBuffer } from "./memory/cpu-buffer.ts";
import { CpuExecutable } from "./program/cpu-executable.ts";

export interface CpuOptions {
  /** The most bytes the WebAssembly heap may grow to. Default: 4 GiB, all that 32-bit addresses reach. */
  readonly heapLimit?: number;
}

const DTYPES: ReadonlySet<DType> = new Set<DType>(["float32", "float16", "int32", "uint32", "uint8", "bool"]);

/**
 * A backend that compiles each graph to one WebAssembly SIMD module; for Node and browsers.
 *
 * @example
 * ```ts
 * import { setBackend } from "@elegy/core";
 * import { cpu } from "@elegy/backend-cpu";
 *
 * setBackend(cpu());
 * ```
 */
export function cpu({ heapLimit = 2 ** 32 }: CpuOptions = {}): Backend<CpuBuffer> {
  return new CpuBackend(heapLimit);
}

class CpuBackend implements Backend<CpuBuffer> {
  readonly name = "cpu";
  readonly dtypes: ReadonlySet<DType> = DTYPES;
  readonly #store: BufferStore;

  constructor(heapLimit: number) {
    this.#store = new BufferStore(heapLimit);
  }

  upload(data: TypedArray, spec: TensorSpec): CpuBuffer {
    this.#store.heap("upload");
    return this.#store.adoptHost(data.slice(), spec);
  }

  download(buffer: CpuBuffer): Promise<TypedArray> {
    return new Promise((resolve) => resolve(this.#store.read(buffer, "download")));
  }

  downloadSync(buffer: CpuBuffer): TypedArray {
    return this.#store.read(buffer, "downloadSync");
  }

  /** After `dispose` there is nothing left to release, and finalizers may still try. */
  release(buffer: CpuBuffer): void {
    if (!this.#store.disposed) this.#store.release(buffer, "release");
  }

  /** Dropped buffers are noticed here, host arrays and heap blocks alike. */
  isCollectable(): boolean {
    return true;
  }

  compile(graph: Graph, options: CompileOptions): Executable<CpuBuffer> {
    return new CpuExecutable(graph, options, this.#store);
  }

  memory(): BackendMemory {
    return this.#store.memory();
  }

  dispose(): void {
    this.#store.dispose();
  }
}
