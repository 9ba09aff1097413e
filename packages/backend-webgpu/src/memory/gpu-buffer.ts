import type { TensorSpec } from "@elegy/autodiff/spi";
import type { Allocation } from "./buffer-pool.ts";

/** A tensor on a device, as the backend hands it out. */
export interface GpuBuffer {
  /** Of the backend that handed it out. */
  readonly store: object;
  readonly spec: TensorSpec;
  /** Gone once released or donated. */
  allocation: Allocation | undefined;
  /** Why the program that was to make it did not. */
  failure?: unknown;
}
