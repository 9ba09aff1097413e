import {
  type Backend,
  type BackendMemory,
  type CompileOptions,
  type DType,
  dtypeInfo,
  type Executable,
  type Graph,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { BufferStore } from "./memory/buffer-store.ts";
import type { StripSizes } from "./plan/strip-sizes.ts";
import type { CpuBuffer } from "./memory/cpu-buffer.ts";
import { ThreadsInvalidError } from "./errors/threads-invalid-error.ts";
import { DERIVED } from "./kernels/kernel-table.ts";
import { CpuExecutable } from "./program/cpu-executable.ts";
import { SharedPrograms } from "./program/shared-programs.ts";
import { CONTROL_END, MOST_THREADS } from "./threads/control-block.ts";
import { ThreadTeam } from "./threads/thread-team.ts";

export interface CpuOptions {
  /** The most bytes the WebAssembly heap may grow to. Default: 4 GiB, all that 32-bit addresses reach. */
  readonly heapLimit?: number;
  /**
   * How many threads share the work of a program, 1 to 64, the calling one among them. Results are the same to the bit for
   * any number. Steps of little work stay on one thread. Default: 1. More than one need memory that threads can share: a
   * browser gives it to pages that are cross-origin isolated, by the headers `Cross-Origin-Opener-Policy: same-origin`
   * and `Cross-Origin-Embedder-Policy: require-corp`. In other pages there is one thread, and a warning.
   */
  readonly threads?: number;
}

const DTYPES: ReadonlySet<DType> = new Set<DType>(["float32", "float16", "int32", "uint32", "uint8", "bool"]);

/**
 * A backend that compiles each graph to one WebAssembly SIMD module; for Node and browsers.
 *
 * @throws ThreadsInvalidError
 * @example
 * ```ts
 * import { setBackend } from "@elegy/core";
 * import { cpu } from "@elegy/backend-cpu";
 *
 * setBackend(cpu());
 * ```
 */
export function cpu({ heapLimit = 2 ** 32, threads = 1 }: CpuOptions = {}): Backend<CpuBuffer> {
  return new CpuBackend(heapLimit, possibleThreads(threads));
}

/** @throws ThreadsInvalidError */
function possibleThreads(threads: number): number {
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS)
    throw new ThreadsInvalidError(threads);
  if (threads === 1 || hasSharedMemory()) return threads;
  console.warn(
    `cpu: one thread instead of ${threads}, as this page has no memory that threads can share. It has to be cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.`,
  );
  return 1;
}

/** The backend; tests make it divide work, among threads or into strips, that is not worth it. */
export class CpuBackend implements Backend<CpuBuffer> {
  readonly name = "cpu";
  readonly dtypes: ReadonlySet<DType> = DTYPES;
  readonly takes: ReadonlySet<string> = DERIVED;
  readonly #store: BufferStore;
  readonly #team: ThreadTeam;
  readonly #programs = new SharedPrograms();

  constructor(limit: number, threads: number, leastWork?: number, strips?: StripSizes) {
    const shared = { reservedEnd: CONTROL_END };
    const options = { limit, ...(threads > 1 && { shared }) };
    this.#store = new BufferStore(options, () => this.#team.stop());
    this.#team = new ThreadTeam(this.#store.heap("cpu").maximumPages, threads, leastWork, strips);
  }

  upload(data: TypedArray, spec: TensorSpec): CpuBuffer {
    this.#store.heap("upload");
    // A `Buffer` of Node has a `slice` that does not copy.
    return this.#store.adoptHost(new (dtypeInfo(spec.dtype).array)(data), spec);
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
    return new CpuExecutable(graph, options, this.#store, this.#team, this.#programs);
  }

  memory(): BackendMemory {
    return this.#store.memory();
  }

  dispose(): void {
    this.#team.stop();
    this.#store.dispose();
  }
}

/** A page that is not cross-origin isolated has the class, but no memory of it reaches a worker. */
function hasSharedMemory(): boolean {
  const { crossOriginIsolated = true } = globalThis as { readonly crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === "function" && crossOriginIsolated;
}
