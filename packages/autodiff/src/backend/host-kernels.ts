import type { TypedArray } from "../tensor/dtype.ts";
import type { KernelStorage } from "./kernel-backend-storage.ts";
import type { Kernel } from "./kernel-backend-table.ts";

/** Kernels of some primitives, whose options are theirs to know. */
type Kernels<Buffer, Names extends string> = { readonly [K in Names]: Kernel<Buffer, never> };

/** The same kernels for other buffers. */
type KernelsOn<Buffer, T> = {
  readonly [K in keyof T]: T[K] extends Kernel<TypedArray, infer P> ? Kernel<Buffer, P> : never;
};

/**
 * Kernels over typed arrays as kernels of a backend with buffers of its own: operands are read, results uploaded. A new
 * backend starts with a whole table of them and replaces one after the other by what its device does better.
 *
 * @param storage where the buffers live; the host can wait for it.
 * @example
 * ```ts
 * import { hostKernels, kernelBackend } from "@elegy/autodiff/spi";
 * import { kernels } from "@elegy/backend-reference";
 *
 * const storage = {
 *   upload: (data, spec) => ({ data: data.slice(), spec }),
 *   download: async ({ data }) => data.slice(),
 *   downloadSync: ({ data }) => data.slice(),
 *   bytes: ({ data }) => data.byteLength,
 * };
 * const backend = kernelBackend({
 *   name: "boxes",
 *   dtypes: ["float32", "int32"],
 *   storage,
 *   kernels: hostKernels(storage, kernels),
 * });
 * setBackend(backend);
 * await np.arange(4).add(1).sum().item(); // => 10
 * ```
 */
export function hostKernels<Buffer, T extends Kernels<TypedArray, Extract<keyof T, string>>>(
  storage: KernelStorage<Buffer> & Required<Pick<KernelStorage<Buffer>, "downloadSync">>,
  kernels: T,
): KernelsOn<Buffer, T> {
  const moved = Object.entries<Kernel<TypedArray, never>>(kernels).map(([name, kernel]) => [
    name,
    ((inputs, params, outputs) => {
      const operands = inputs.map(({ buffer, spec }) => ({
        buffer: storage.downloadSync(buffer, spec),
        spec,
      }));
      return kernel(operands, params, outputs).map((data, i) => storage.upload(data, outputs[i]!));
    }) satisfies Kernel<Buffer, never>,
  ]);
  // The names are those of the table.
  return Object.fromEntries(moved) as KernelsOn<Buffer, T>;
}
