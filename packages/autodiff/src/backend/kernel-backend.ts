import type { DType, TypedArray } from "../tensor/dtype.ts";
import type { Backend } from "./backend.ts";
import { type BufferHandle, BufferPool } from "./kernel-backend-buffers.ts";
import { compileProgram, type KernelLookup } from "./kernel-backend-program.ts";
import { hostStorage, type KernelStorage } from "./kernel-backend-storage.ts";
import {
  type CustomKernels,
  isDerivedKernelName,
  type Kernel,
  type KernelTable,
} from "./kernel-backend-table.ts";

/** What {@link kernelBackend} makes a backend of. */
export interface KernelBackendParts<Buffer> {
  readonly name: string;
  readonly dtypes: readonly DType[];
  readonly kernels: KernelTable<Buffer>;
  /** Kernels of primitives that are not the library's own. */
  readonly custom?: CustomKernels<Buffer>;
}

/** The parts of a backend whose buffers are not typed arrays. */
export interface StoredKernelBackendParts<Buffer> extends KernelBackendParts<Buffer> {
  readonly storage: KernelStorage<Buffer>;
}

/**
 * Makes a complete backend of a table of kernels: an interpreter that runs the nodes of a graph in their order and
 * releases every intermediate after its last use. Without `storage` the buffers are typed arrays of the host.
 *
 * Ownership: kernels never write to their operands, so a kernel may return an operand's buffer; the interpreter
 * counts the holders of every buffer and gives it back to the storage after the last. What `upload` and `run` hand out
 * are handles of the caller's own: each is released by itself, once, whether or not it shares its elements. `memory`
 * counts handles, with the bytes each one refers to. A donated input is released when `run` starts (its elements,
 * after their last use), also if a kernel then throws; it may be passed at other places of the same call. After
 * `dispose` nothing is alive: `release` is without effect, everything else throws. A buffer that is dropped without `release`
 * stays alive if the storage has a `release`; otherwise it goes with the garbage collector, out of `memory` too.
 *
 * @returns a backend; what it throws: {@link KernelMissingError} from `compile`, {@link KernelFailedError} from `run`,
 * {@link BufferReleasedError}, {@link BufferForeignError}, {@link BackendDisposedError}, {@link ExecutableDisposedError}.
 * @example
 * ```ts
 * import { kernelBackend } from "@elegy/autodiff/spi";
 *
 * const negate = ([x]) => [x.buffer.map((value) => -value)];
 * setBackend(kernelBackend({ name: "mine", dtypes: ["float32"], kernels: { neg: negate } }));
 * await np.negative(np.array([0.5, -2])).array(); // => [-0.5,2]
 * ```
 */
export function kernelBackend<Buffer>(parts: StoredKernelBackendParts<Buffer>): Backend;
export function kernelBackend(parts: KernelBackendParts<TypedArray>): Backend;
export function kernelBackend(
  parts: KernelBackendParts<TypedArray> & { readonly storage?: KernelStorage<TypedArray> },
): Backend {
  return assemble({ storage: hostStorage, ...parts });
}

function assemble<Buffer>({
  name,
  dtypes,
  kernels,
  custom,
  storage,
}: StoredKernelBackendParts<Buffer>): Backend<BufferHandle<Buffer>> {
  const pool = new BufferPool(name, storage);
  const lookup: KernelLookup<Buffer> = new Map<string, Kernel<Buffer, never>>([
    ...Object.entries<Kernel<Buffer, never>>(kernels),
    ...Object.entries<Kernel<Buffer, never>>(custom ?? {}),
  ]);
  const downloadSync = storage.downloadSync?.bind(storage);

  return {
    name,
    dtypes: new Set(dtypes),
    takes: new Set([...Object.keys(kernels).filter(isDerivedKernelName), ...Object.keys(custom ?? {})]),
    upload(data, spec) {
      pool.assertUsable("upload");
      return pool.issue({ buffer: storage.upload(data, spec), holders: 0 }, spec);
    },
    async download(handle) {
      const cell = pool.open(handle, "download");
      // The caller may release the buffer while its elements are on their way.
      pool.retain(cell);
      try {
        return await storage.download(cell.buffer, handle.spec);
      } finally {
        pool.drop(cell);
      }
    },
    ...(downloadSync && {
      downloadSync: (handle: BufferHandle<Buffer>) =>
        downloadSync(pool.open(handle, "downloadSync").buffer, handle.spec),
    }),
    isCollectable: () => storage.release === undefined,
    release(handle) {
      if (!pool.disposed) pool.close(handle, "release");
    },
    compile(graph, options) {
      pool.assertUsable(options.name);
      return compileProgram(name, lookup, pool, storage, graph, options);
    },
    memory: () => pool.memory,
    dispose: () => pool.dispose(),
  };
}
