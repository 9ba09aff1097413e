import type {
  CallName,
  CoreName,
  CorePrimitives,
  DerivedPrimitives,
  PrimitiveName,
} from "../primitive/primitive-set.ts";
import type { TensorSpec } from "../tensor/spec.ts";

/** An input of a kernel: its elements in C order, and their shape and dtype. */
export interface Operand<Buffer> {
  readonly buffer: Buffer;
  readonly spec: TensorSpec;
}

/**
 * Computes one primitive: from its operands and options to one buffer for each output, elements in C order.
 *
 * A kernel never writes to an operand. Each buffer it returns is either one made in this call or, where no
 * element moves (`reshape`), the buffer of an operand itself.
 */
export type Kernel<Buffer, P> = (
  inputs: readonly Operand<Buffer>[],
  params: P,
  outputs: readonly TensorSpec[],
) => readonly Buffer[];

/** The derived primitives a backend may take whole. Applications of graphs are always inlined before. */
export type DerivedKernelName = Exclude<keyof DerivedPrimitives, CallName>;

/** A kernel for every core primitive, and for those derived ones that the backend does better than their decomposition. */
export type KernelTable<Buffer> = {
  readonly [K in CoreName]: Kernel<Buffer, CorePrimitives[K]>;
} & {
  readonly [K in DerivedKernelName]?: Kernel<Buffer, DerivedPrimitives[K]>;
};

/** Kernels of primitives that are defined outside the library, by name. Their options are the kernel's to know. */
export type CustomKernels<Buffer> = Readonly<Record<string, Kernel<Buffer, never>>> & {
  readonly [K in PrimitiveName]?: never;
};

// A record, because the checker then says which name was forgotten.
const derivedNames: Readonly<Record<DerivedKernelName, true>> = {
  logistic: true,
  relu: true,
  softmax: true,
  logSoftmax: true,
  logaddexp: true,
  stopGradient: true,
  topK: true,
  randomBits: true,
};

export function isDerivedKernelName(name: string): name is DerivedKernelName {
  return Object.hasOwn(derivedNames, name);
}
