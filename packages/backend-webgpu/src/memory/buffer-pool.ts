import { usage } from "../device/usage.ts";
import { DeviceLimitError } from "../errors/device-limit-error.ts";

/** A buffer of the device, and how many hold it: handles, and places in programs that are yet to run. */
export interface Allocation {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
  /** Tells it from all others, for bind groups. */
  readonly id: number;
  holders: number;
}

/** The least that is kept, though nobody uses it. */
const LEAST_KEPT = 2 ** 26;

/**
 * Storage buffers, which go from use to use: what is done on the device happens in the order in which it was submitted, so
 * one that is given back may be handed out at once.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  /** By size; those given back last are at the end. */
  readonly #idle = new Map<number, Allocation[]>();
  readonly #all = new Set<Allocation>();
  #ids = 0;
  #idleBytes = 0;
  #bytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** All that the device has given. */
  get allocated(): { readonly buffers: number; readonly bytes: number } {
    return { buffers: this.#all.size, bytes: this.#bytes };
  }

  /** A buffer of at least so many bytes, with one holder. @throws DeviceLimitError */
  take(bytes: number, operation: string): Allocation {
    const size = sizeClass(bytes);
    const idle = this.#idle.get(size)?.pop();
    if (idle !== undefined) {
      this.#idleBytes -= size;
      idle.holders = 1;
      return idle;
    }
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#device.limits;
    const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (bytes > most) throw new DeviceLimitError(operation, "maxStorageBufferBindingSize", bytes, most);
    const buffer = this.#device.createBuffer({
      label: operation,
      size: Math.min(size, most - (most % 4)),
      usage: usage.storage | usage.copySource | usage.copyTarget,
    });
    const allocation = { buffer, bytes: size, id: this.#ids++, holders: 1 };
    this.#all.add(allocation);
    this.#bytes += size;
    return allocation;
  }

  hold(allocation: Allocation): void {
    allocation.holders += 1;
  }

  /** One holder less; the last one gives the buffer back. */
  drop(allocation: Allocation): void {
    allocation.holders -= 1;
    if (allocation.holders > 0) return;
    const list = this.#idle.get(allocation.bytes) ?? [];
    list.push(allocation);
    this.#idle.set(allocation.bytes, list);
    this.#idleBytes += allocation.bytes;
    if (this.#idleBytes > Math.max(LEAST_KEPT, this.#bytes / 2)) this.#trim();
  }

  dispose(): void {
    for (const allocation of this.#all) this.#destroy(allocation);
    this.#idle.clear();
    this.#idleBytes = 0;
  }

  /** Gives half of what is idle back to the device, of each size what was used longest ago. */
  #trim(): void {
    for (const [size, list] of this.#idle) {
      const gone = list.splice(0, Math.ceil(list.length / 2));
      for (const allocation of gone) this.#destroy(allocation);
      this.#idleBytes -= size * gone.length;
      if (list.length === 0) this.#idle.delete(size);
    }
  }

  #destroy(allocation: Allocation): void {
    allocation.buffer.destroy();
    this.#all.delete(allocation);
    this.#bytes -= allocation.bytes;
  }
}

/** Sizes in steps of an eighth of a power of two, so that buffers fit again. */
function sizeClass(bytes: number): number {
  if (bytes <= 256) return Math.max(16, Math.ceil(bytes / 16) * 16);
  const step = 2 ** Math.max(4, Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
