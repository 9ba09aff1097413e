import type { ElegyError, TensorSpec, TypedArray } from "@elegy/autodiff/spi";
import type { Health } from "../device/health.ts";
import { mapRead, usage } from "../device/usage.ts";
import type { Recorder } from "../program/recorder.ts";
import type { Allocation } from "./buffer-pool.ts";
import { fromStored, storedBytes } from "./layout.ts";

interface Request {
  readonly allocation: Allocation;
  readonly bytes: number;
  resolve(data: ArrayBuffer): void;
  reject(reason: unknown): void;
}

/** Copies that start on the device at a multiple of this. */
const ALIGNMENT = 8;

/** Reads buffers. What is asked for in one turn of the event loop comes back in one submission. */
export class Downloads {
  readonly #device: GPUDevice;
  readonly #recorder: Recorder;
  readonly #health: Health;
  #requests: Request[] = [];
  /** Kept for the next time: one is enough, as few reads are under way at once. */
  #idle: GPUBuffer | null = null;

  constructor(device: GPUDevice, recorder: Recorder, health: Health) {
    this.#device = device;
    this.#recorder = recorder;
    this.#health = health;
  }

  async read(allocation: Allocation, spec: TensorSpec): Promise<TypedArray> {
    const bytes = storedBytes(spec);
    return fromStored(bytes === 0 ? new ArrayBuffer(0) : await this.bytes(allocation, bytes), spec);
  }

  /** The first bytes of a buffer, after all that was submitted before. */
  bytes(allocation: Allocation, bytes: number): Promise<ArrayBuffer> {
    return new Promise((resolve, reject) => {
      this.#requests.push({ allocation, bytes, resolve, reject });
      if (this.#requests.length === 1) queueMicrotask(() => void this.#flush());
    });
  }

  dispose(): void {
    this.#idle?.destroy();
    this.#idle = null;
  }

  async #flush(): Promise<void> {
    const requests = this.#requests;
    this.#requests = [];
    let end = 0;
    const placed = requests.map((request) => {
      const start = end;
      end += Math.ceil(request.bytes / ALIGNMENT) * ALIGNMENT;
      return { request, start };
    });
    const refusals: ElegyError[] = [];
    try {
      const copies = (): { readonly staging: GPUBuffer; readonly mapped: Promise<void> } => {
        const staging = this.#staging(end);
        for (const { request, start } of placed) {
          this.#recorder.copy(request.allocation, 0, staging, start, request.bytes);
        }
        this.#recorder.submit();
        return { staging, mapped: staging.mapAsync(mapRead, 0, end) };
      };
      const { staging, mapped } = this.#health.watch("download", copies, (failure) => {
        if (failure !== null) refusals.push(failure);
      });
      await mapped;
      await this.#health.judged();
      if (refusals.length > 0) throw refusals[0];
      const data = staging.getMappedRange(0, end);
      for (const { request, start } of placed) request.resolve(data.slice(start, start + request.bytes));
      staging.unmap();
      this.#keep(staging);
    } catch (error) {
      await this.#health.judged();
      const failure = refusals[0] ?? (await this.#health.explain("download", error));
      for (const request of requests) request.reject(failure);
    }
  }

  #staging(bytes: number): GPUBuffer {
    const idle = this.#idle;
    if (idle !== null && idle.size >= bytes) {
      this.#idle = null;
      return idle;
    }
    const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, 256)));
    return this.#device.createBuffer({ size, usage: usage.mapRead | usage.copyTarget });
  }

  #keep(staging: GPUBuffer): void {
    const other = this.#idle;
    if (other !== null && other.size >= staging.size) staging.destroy();
    else {
      other?.destroy();
      this.#idle = staging;
    }
  }
}
