import {
  ArgumentInvalidError,
  type Backend,
  type BackendMemory,
  type CompileOptions,
  type DType,
  type Executable,
  type Graph,
  type TensorSpec,
  type TypedArray,
} from "@elegy/autodiff/spi";
import { Health } from "./device/health.ts";
import { requestDevice } from "./device/request-device.ts";
import { traitsOf } from "./device/traits-of.ts";
import { BufferPool } from "./memory/buffer-pool.ts";
import { BufferStore } from "./memory/buffer-store.ts";
import { Downloads } from "./memory/downloads.ts";
import type { GpuBuffer } from "./memory/gpu-buffer.ts";
import { storedBytes, toStored } from "./memory/layout.ts";
import { GpuExecutable, type Services } from "./program/gpu-executable.ts";
import { lower, type Workshop } from "./program/lower.ts";
import { Pipelines } from "./program/pipelines.ts";
import { Recorder, type Statistics } from "./program/recorder.ts";
import { requireKernels } from "./program/require-kernels.ts";
import { WorkQueue } from "./program/work-queue.ts";

export interface WebGpuOptions {
  /** A device of your own; it stays yours, and outlives the backend. Default: one is asked for, with all features of use. */
  readonly device?: GPUDevice;
  /** Which of several adapters: the one that saves power, or the fast one. Default: the system decides. */
  readonly powerPreference?: GPUPowerPreference;
}

export interface DeviceStatistics extends Statistics {
  /** Compute pipelines made. */
  readonly pipelines: number;
  /** Buffers of the device, in use or kept for the next use, and their bytes. */
  readonly deviceBuffers: number;
  readonly deviceBytes: number;
}

/** A backend on a WebGPU device. */
export interface WebGpuBackend extends Backend<GpuBuffer> {
  readonly device: GPUDevice;
  /** What was done on the device since the backend was made. */
  statistics(): DeviceStatistics;
}

/**
 * A backend on WebGPU: in browsers, and in Node over the package `webgpu` (Dawn). Each compiled function is one submission
 * of few dispatches; values come back asynchronously only.
 *
 * @throws AdapterMissingError where there is no WebGPU.
 * @throws ArgumentInvalidError for options there are not.
 * @example
 * ```ts signature
 * import { setBackend } from "@elegy/core";
 * import { webgpu } from "@elegy/backend-webgpu";
 *
 * setBackend(await webgpu());
 * ```
 */
export async function webgpu(options: WebGpuOptions = {}): Promise<WebGpuBackend> {
  requireOptions(options);
  const device = options.device ?? (await requestDevice(options.powerPreference));
  return new DeviceBackend(device, options.device === undefined);
}

function requireOptions(options: WebGpuOptions): void {
  const unknown = Object.keys(options).filter((key) => key !== "device" && key !== "powerPreference");
  if (unknown.length === 0) return;
  throw new ArgumentInvalidError({
    operation: "webgpu",
    problem: "there is no such option",
    expected: "device, powerPreference",
    received: unknown.join(", "),
  });
}

class DeviceBackend implements WebGpuBackend {
  readonly name = "webgpu";
  readonly dtypes: ReadonlySet<DType>;
  readonly device: GPUDevice;
  readonly #ownsDevice: boolean;
  readonly #store: BufferStore;
  readonly #downloads: Downloads;
  readonly #services: Services;
  readonly #workshop: Workshop;

  constructor(device: GPUDevice, ownsDevice: boolean) {
    const traits = traitsOf(device);
    const health = new Health(device, ownsDevice);
    const recorder = new Recorder(device);
    const pool = new BufferPool(device, health);
    this.device = device;
    this.dtypes = new Set<DType>([
      "float32",
      ...(traits.shaderF16 ? (["float16"] as const) : []),
      "int32",
      "uint32",
      "uint8",
      "bool",
    ]);
    this.#ownsDevice = ownsDevice;
    this.#store = new BufferStore(pool);
    this.#downloads = new Downloads(device, recorder, health);
    const readNumber = async (allocation: Parameters<Downloads["bytes"]>[0]): Promise<number> =>
      new Int32Array(await this.#downloads.bytes(allocation, 4))[0] ?? 0;
    const queue = new WorkQueue(recorder, pool, readNumber);
    const pipelines = new Pipelines(device, health);
    this.#services = { device, pool, recorder, pipelines, store: this.#store, queue, health };
    this.#workshop = { traits, pipelines };
  }

  upload(data: TypedArray, spec: TensorSpec): GpuBuffer {
    this.#store.assertUsable("upload");
    const { health, pool } = this.#services;
    health.check("upload");
    const write = (): GpuBuffer => {
      const allocation = this.#store.take(spec, "upload");
      if (storedBytes(spec) > 0) this.device.queue.writeBuffer(allocation.buffer, 0, toStored(data, spec));
      return this.#store.issue(allocation, spec);
    };
    const made = pool.watch("upload", write, (failure) => {
      if (failure === null) return;
      made.failure = failure;
      health.report(failure);
    });
    return made;
  }

  async download(buffer: GpuBuffer): Promise<TypedArray> {
    const { pool, queue, health } = this.#services;
    const allocation = this.#store.open(buffer, "download");
    // The caller may release the buffer while its elements are on their way.
    pool.hold(allocation);
    try {
      await queue.settled();
      if (buffer.failure !== undefined) throw buffer.failure;
      health.check("download");
      const data = await this.#downloads.read(allocation, buffer.spec);
      // Only now is it known whether they were made.
      if (buffer.failure !== undefined) throw buffer.failure;
      return data;
    } catch (error) {
      // The buffer knows better why it cannot be read, and a backend that is gone has no device to blame.
      this.#store.assertUsable("download");
      throw health.told(buffer.failure ?? error);
    } finally {
      if (!this.#store.disposed) pool.drop(allocation);
    }
  }

  /** After `dispose` there is nothing left to release, and finalizers may still try. */
  release(buffer: GpuBuffer): void {
    if (!this.#store.disposed) this.#services.pool.drop(this.#store.close(buffer, "release"));
  }

  compile(graph: Graph, options: CompileOptions): Executable<GpuBuffer> {
    this.#store.assertUsable(options.name);
    requireKernels(graph, options.name);
    const { health } = this.#services;
    const program = health.watch(
      options.name,
      () => lower(graph, options.name, options.donated, this.#workshop),
      (failure) => {
        if (failure !== null) health.report(failure);
      },
    );
    return new GpuExecutable(program, options, this.#services);
  }

  memory(): BackendMemory {
    return this.#store.memory;
  }

  statistics(): DeviceStatistics {
    const { buffers, bytes } = this.#services.pool.allocated;
    return {
      ...this.#services.recorder.statistics,
      pipelines: this.#workshop.pipelines.size,
      deviceBuffers: buffers,
      deviceBytes: bytes,
    };
  }

  dispose(): void {
    if (this.#store.disposed) return;
    this.#store.dispose();
    this.#services.health.end();
    this.#downloads.dispose();
    this.#workshop.pipelines.dispose();
    this.#services.pool.dispose();
    if (this.#ownsDevice) this.device.destroy();
  }
}
