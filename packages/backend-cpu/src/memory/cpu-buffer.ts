import type { TensorSpec, TypedArray } from "@elegy/autodiff/spi";
import type { Heap } from "./heap.ts";

/** Where the elements are. */
export type Residence =
  | { readonly on: "host"; readonly data: TypedArray }
  | { readonly on: "heap"; readonly pointer: number }
  | { readonly on: "nowhere" };

/** The elements of one tensor, on the WebAssembly heap or in a host array. */
export class CpuBuffer {
  readonly spec: TensorSpec;
  /** Whose buffer it is. */
  readonly heap: Heap;
  residence: Residence;
  /** How many compiled programs have read it while it was on the host. */
  hostReads = 0;

  constructor(spec: TensorSpec, heap: Heap, residence: Residence) {
    this.spec = spec;
    this.heap = heap;
    this.residence = residence;
  }
}
