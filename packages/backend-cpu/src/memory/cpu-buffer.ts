import type { TensorSpec, TypedArray } from "@elegy/autodiff/spi";

/** What is left to do when a buffer was dropped without being released. */
export interface Remains {
  bytes: number;
  /** The heap block to free; `null` while the elements are in a host array, which the collector frees. */
  pointer: number | null;
  /** Whether the block counts as one that nobody may ever release: see `BufferStore.hasRoomFor`. */
  unowned: boolean;
}

/** Is dropped with the buffer that has it, or goes to another when that is released. */
export interface Claim {
  readonly remains: Remains;
}

/** Where the elements are. */
export type Residence =
  | { readonly on: "host"; readonly data: TypedArray; readonly claim: Claim }
  | { readonly on: "heap"; readonly pointer: number; readonly claim: Claim }
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
