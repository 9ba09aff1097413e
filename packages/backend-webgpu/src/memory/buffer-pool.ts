import type { Health, Judged } from "../device/health.ts";
import { usage } from "../device/usage.ts";
import { DeviceLimitError } from "../errors/device-limit-error.ts";
import { DeviceOutOfMemoryError } from "../errors/device-out-of-memory-error.ts";

/** A buffer of the device, and how many hold it: handles, and places in programs that are yet to run. */
export interface Allocation {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
  /** Tells it from all others, for bind groups. */
  readonly id: number;
  holders: number;
  /** Whether the device may have had no room for it. */
  isInvalid: boolean;
}

/** The least that is kept, though nobody uses it. */
const LEAST_KEPT = 2 ** 26;

/**
 * Storage buffers, which go from use to use: what is done on the device happens in the order in which it was submitted, so
 * one that is given back may be handed out at once.
 */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #health: Health;
  /** By size; those given back last are at the end. */
  readonly #idle = new Map<number, Allocation[]>();
  readonly #all = new Set<Allocation>();
  #ids = 0;
  #idleBytes = 0;
  #bytes = 0;

  constructor(device: GPUDevice, health: Health) {
    this.#device = device;
    this.#health = health;
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
    if (bytes > most) {
      const limit =
        maxBufferSize < maxStorageBufferBindingSize ? "maxBufferSize" : "maxStorageBufferBindingSize";
      throw new DeviceLimitError(operation, limit, bytes, most);
    }
    const buffer = this.#device.createBuffer({
      label: operation,
      size: Math.min(size, most - (most % 4)),
      usage: usage.storage | usage.copySource | usage.copyTarget,
    });
    const allocation = { buffer, bytes: size, id: this.#ids++, holders: 1, isInvalid: false };
    this.#all.add(allocation);
    this.#bytes += size;
    return allocation;
  }

  /** As of `Health`. Buffers that were made meanwhile, and for which the device had no room, are not handed out again. */
  watch<T>(operation: string, commands: () => T, judged: Judged): T {
    const first = this.#ids;
    let end = first;
    const counted = (): T => {
      try {
        return commands();
      } finally {
        end = this.#ids;
      }
    };
    return this.#health.watch(operation, counted, (failure, words) => {
      if (failure instanceof DeviceOutOfMemoryError) this.#distrust(first, end);
      return judged(failure, words);
    });
  }

  hold(allocation: Allocation): void {
    allocation.holders += 1;
  }

  /** One holder less; the last one gives the buffer back. */
  drop(allocation: Allocation): void {
    allocation.holders -= 1;
    if (allocation.holders > 0) return;
    if (allocation.isInvalid) {
      this.#destroy(allocation);
      return;
    }
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

  #distrust(first: number, end: number): void {
    for (const allocation of this.#all) {
      if (allocation.id >= first && allocation.id < end) allocation.isInvalid = true;
    }
    for (const [size, list] of this.#idle) {
      const [bad, good] = [list.filter(({ isInvalid }) => isInvalid), list.filter((one) => !one.isInvalid)];
      for (const allocation of bad) this.#destroy(allocation);
      this.#idleBytes -= size * bad.length;
      if (good.length === 0) this.#idle.delete(size);
      else this.#idle.set(size, good);
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
