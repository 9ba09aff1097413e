import type { TensorSpec } from "@elegy/autodiff/spi";
import type { Allocation } from "./buffer-pool.ts";
import type { BufferStore } from "./buffer-store.ts";

/** A tensor on a device, as the backend hands it out. */
export interface GpuBuffer {
  readonly store: BufferStore;
  readonly spec: TensorSpec;
  /** Gone once released or donated. */
  allocation: Allocation | undefined;
  /** Why the program that was to make it did not. */
  failure?: unknown;
}
