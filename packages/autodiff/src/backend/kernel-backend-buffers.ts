import type { TensorSpec } from "../tensor/spec.ts";
import type { BackendMemory } from "./backend.ts";
import { BackendDisposedError, BufferForeignError, BufferReleasedError } from "./backend-errors.ts";
import type { KernelStorage } from "./kernel-backend-storage.ts";

/** A buffer of the storage and the number of its holders: handles and places in a running program. */
export interface Cell<Buffer> {
  readonly buffer: Buffer;
  holders: number;
}

/** What a caller of the backend holds for a buffer; several may share one cell. */
export interface BufferHandle<Buffer> {
  readonly pool: BufferPool<Buffer>;
  readonly spec: TensorSpec;
  readonly bytes: number;
  /** Gone once released or donated. */
  cell: Cell<Buffer> | undefined;
}

/**
 * Counts the holders of every buffer, so that sharing is safe: nothing writes to a buffer once it is made, and it
 * returns to the storage when its last holder lets go.
 */
export class BufferPool<Buffer> {
  readonly #backend: string;
  readonly #storage: KernelStorage<Buffer>;
  /** For `dispose`; only where the storage releases, because it keeps the buffers alive. */
  readonly #alive = new Set<BufferHandle<Buffer>>();
  /** Takes handles that were dropped, not released, out of the count. Holds their bytes only. */
  readonly #dropped: FinalizationRegistry<number>;
  #buffers = 0;
  #bytes = 0;
  #disposed = false;

  constructor(backend: string, storage: KernelStorage<Buffer>) {
    this.#backend = backend;
    this.#storage = storage;
    this.#dropped = new FinalizationRegistry((bytes) => this.#uncount(bytes));
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  get memory(): BackendMemory {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  assertUsable(operation: string): void {
    if (this.#disposed) throw new BackendDisposedError(operation, this.#backend);
  }

  retain(cell: Cell<Buffer>): void {
    cell.holders += 1;
  }

  drop(cell: Cell<Buffer>): void {
    cell.holders -= 1;
    if (cell.holders === 0) this.#storage.release?.(cell.buffer);
  }

  /** A handle for the caller, which becomes one more holder of the cell. */
  issue(cell: Cell<Buffer>, spec: TensorSpec): BufferHandle<Buffer> {
    this.retain(cell);
    const handle: BufferHandle<Buffer> = { pool: this, spec, bytes: this.#storage.bytes(cell.buffer), cell };
    this.#buffers += 1;
    this.#bytes += handle.bytes;
    if (this.#storage.release === undefined) this.#dropped.register(handle, handle.bytes, handle);
    else this.#alive.add(handle);
    return handle;
  }

  /** The cell of a handle that is alive and of this backend; throws otherwise. */
  open(handle: BufferHandle<Buffer>, operation: string): Cell<Buffer> {
    this.assertUsable(operation);
    if (!this.#owns(handle)) throw new BufferForeignError(operation, this.#backend);
    if (handle.cell === undefined) throw new BufferReleasedError(operation, this.#backend, handle.spec);
    return handle.cell;
  }

  close(handle: BufferHandle<Buffer>, operation: string): void {
    const cell = this.open(handle, operation);
    handle.cell = undefined;
    this.#alive.delete(handle);
    this.#dropped.unregister(handle);
    this.#uncount(handle.bytes);
    this.drop(cell);
  }

  dispose(): void {
    for (const handle of this.#alive) this.close(handle, "dispose");
    this.#disposed = true;
    this.#buffers = 0;
    this.#bytes = 0;
  }

  // Callers may pass anything: to them a buffer is opaque.
  #owns(handle: unknown): boolean {
    return typeof handle === "object" && handle !== null && "pool" in handle && handle.pool === this;
  }

  #uncount(bytes: number): void {
    if (this.#disposed) return;
    this.#buffers -= 1;
    this.#bytes -= bytes;
  }
}
