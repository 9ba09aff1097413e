import type { TensorSpec, TypedArray } from "@elegy/autodiff/spi";

/** Where the elements are. */
export type Residence =
  | { readonly on: "host"; readonly data: TypedArray }
  | { readonly on: "heap"; readonly pointer: number }
  | { readonly on: "nowhere" };

/** The elements of one tensor, on the WebAssembly heap or in a host array. */
export class CpuBuffer {
  /** The store that made it, by identity. */
  readonly store: object;
  readonly spec: TensorSpec;
  residence: Residence;
  /** How many compiled programs have read it on the host. */
  hostReads = 0;

  constructor(store: object, spec: TensorSpec, residence: Residence) {
    this.store = store;
    this.spec = spec;
    this.residence = residence;
  }
}
