import { expectTypeOf, test } from "vitest";
import type { TypedArray } from "../tensor/dtype.ts";
import type { Backend } from "./backend.ts";
import { kernelBackend } from "./kernel-backend.ts";
import type { KernelStorage } from "./kernel-backend-storage.ts";
import type { CustomKernels, Kernel, KernelTable } from "./kernel-backend-table.ts";

declare const kernels: KernelTable<TypedArray>;

test("a forgotten core kernel does not compile, a derived one may be left out", () => {
  const { neg, ...rest } = kernels;
  // @ts-expect-error `neg` is missing.
  const incomplete: KernelTable<TypedArray> = rest;
  const complete: KernelTable<TypedArray> = { ...rest, neg };
  expectTypeOf(incomplete).toEqualTypeOf(complete);
  expectTypeOf<undefined>().toExtend<KernelTable<TypedArray>["softmax"]>();
});

test("a kernel knows the options of its primitive", () => {
  expectTypeOf(kernels.transpose).parameter(1).toEqualTypeOf<{ readonly permutation: readonly number[] }>();
});

test("custom kernels choose their options, and no name of the library's own", () => {
  const scale: Kernel<TypedArray, { readonly by: number }> = () => [];
  expectTypeOf({ scale }).toExtend<CustomKernels<TypedArray>>();
  // @ts-expect-error `add` belongs into the table.
  const taken: CustomKernels<TypedArray> = { add: scale };
  expectTypeOf(taken).toEqualTypeOf<CustomKernels<TypedArray>>();
});

test("buffers that are no typed arrays need a storage", () => {
  const parts = { name: "mine", dtypes: ["float32"] as const };
  const handles = {} as KernelTable<{ readonly handle: number }>;
  const storage = {} as KernelStorage<{ readonly handle: number }>;
  expectTypeOf(kernelBackend({ ...parts, kernels })).toEqualTypeOf<Backend>();
  expectTypeOf(kernelBackend({ ...parts, kernels: handles, storage })).toEqualTypeOf<Backend>();
  // @ts-expect-error `storage` is missing.
  kernelBackend({ ...parts, kernels: handles });
});
