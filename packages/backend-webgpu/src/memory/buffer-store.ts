import {
  BackendDisposedError,
  type BackendMemory,
  BufferForeignError,
  BufferReleasedError,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import type { Allocation, BufferPool } from "./buffer-pool.ts";
import type { GpuBuffer } from "./gpu-buffer.ts";
import { storedBytes } from "./layout.ts";

const NAME = "webgpu";

/** The tensors that were handed out. */
export class BufferStore {
  readonly pool: BufferPool;
  #buffers = 0;
  #bytes = 0;
  #disposed = false;

  constructor(pool: BufferPool) {
    this.pool = pool;
  }

  get memory(): BackendMemory {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  assertUsable(operation: string): void {
    if (this.#disposed) throw new BackendDisposedError(operation, NAME);
  }

  /** Room for a tensor. */
  take(spec: TensorSpec, operation: string): Allocation {
    return this.pool.take(storedBytes(spec), operation);
  }

  /** A handle for the caller, which takes over one hold on the allocation. */
  issue(allocation: Allocation, spec: TensorSpec): GpuBuffer {
    this.#buffers += 1;
    this.#bytes += storedBytes(spec);
    return { store: this, spec, allocation };
  }

  /** What a handle stands for. @throws BufferForeignError, BufferReleasedError, BackendDisposedError */
  open(buffer: GpuBuffer, operation: string): Allocation {
    this.assertUsable(operation);
    if (!this.#owns(buffer)) throw new BufferForeignError(operation, NAME);
    if (buffer.allocation === undefined) throw new BufferReleasedError(operation, NAME, buffer.spec);
    return buffer.allocation;
  }

  /** Takes the hold on the allocation out of a handle, which is then dead. */
  close(buffer: GpuBuffer, operation: string): Allocation {
    const allocation = this.open(buffer, operation);
    buffer.allocation = undefined;
    this.#buffers -= 1;
    this.#bytes -= storedBytes(buffer.spec);
    return allocation;
  }

  dispose(): void {
    this.#disposed = true;
    this.#buffers = 0;
    this.#bytes = 0;
  }

  // Callers may pass anything: to them a buffer is opaque.
  #owns(buffer: unknown): boolean {
    return typeof buffer === "object" && buffer !== null && "store" in buffer && buffer.store === this;
  }
}
