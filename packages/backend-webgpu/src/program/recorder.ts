import type { Allocation } from "../memory/buffer-pool.ts";
import type { Pipeline } from "./pipelines.ts";

/** What was done on the device so far. */
export interface Statistics {
  readonly dispatches: number;
  readonly submissions: number;
}

/** Commands for the device, collected until they are submitted together. */
export class Recorder {
  readonly #device: GPUDevice;
  #encoder: GPUCommandEncoder | null = null;
  #pass: GPUComputePassEncoder | null = null;
  #dispatches = 0;
  #submissions = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get statistics(): Statistics {
    return { dispatches: this.#dispatches, submissions: this.#submissions };
  }

  dispatch(
    { pipeline }: Pipeline,
    group: GPUBindGroup,
    [x, y, z]: readonly [x: number, y: number, z: number],
  ): void {
    this.#pass ??= this.#commands().beginComputePass();
    this.#pass.setPipeline(pipeline);
    this.#pass.setBindGroup(0, group);
    this.#pass.dispatchWorkgroups(x, y, z);
    this.#dispatches += 1;
  }

  copy(source: Allocation, from: number, target: GPUBuffer, to: number, bytes: number): void {
    if (bytes === 0) return;
    this.#endPass();
    this.#commands().copyBufferToBuffer(source.buffer, from, target, to, bytes);
  }

  submit(): void {
    if (this.#encoder === null) return;
    this.#endPass();
    const commands = this.#encoder.finish();
    this.#encoder = null;
    this.#device.queue.submit([commands]);
    this.#submissions += 1;
  }

  /** Forgets what was not submitted. */
  discard(): void {
    this.#endPass();
    this.#encoder?.finish();
    this.#encoder = null;
  }

  #commands(): GPUCommandEncoder {
    this.#encoder ??= this.#device.createCommandEncoder();
    return this.#encoder;
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = null;
  }
}
