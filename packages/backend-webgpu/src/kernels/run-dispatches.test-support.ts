/// <reference types="@webgpu/types" />
import { hostArray, sizeOf, type TensorSpec, type TypedArray } from "@elegy/autodiff/spi";
import { requestDevice } from "../device/request-device.ts";
import { traitsOf } from "../device/traits-of.ts";
import { mapRead, usage } from "../device/usage.ts";
import type { Binding, Dispatch } from "./dispatch.ts";
import type { HostOperand } from "./kernel-cases.test-support.ts";
import type { DeviceTraits } from "./kernel-rule.ts";

/** A device, with what it tells rules about itself. */
export interface TestDevice {
  readonly device: GPUDevice;
  readonly traits: DeviceTraits;
}

/** The device of a browser, or one over Dawn. */
export async function testDevice(): Promise<TestDevice> {
  const device = await requestDevice(undefined);
  return { device, traits: traitsOf(device) };
}

/** Runs dispatches as those of one node: host data of its operands to host data of its results. */
export async function runDispatches(
  device: GPUDevice,
  dispatches: readonly Dispatch[],
  operands: readonly HostOperand[],
  results: readonly TensorSpec[],
): Promise<TypedArray[]> {
  const inputs = operands.map(({ data, spec }) => uploaded(device, data, spec));
  // Results start undefined: a place that is left out is likely to be seen.
  const outputs = results.map((spec) => ({ spec, buffer: filledBuffer(device, byteLength(spec), 0x7f) }));
  const scratch = new Map<string, GPUBuffer>();
  const uniforms: GPUBuffer[] = [];
  const bufferOf = (binding: Binding): GPUBuffer => {
    if (binding.kind === "uniform") {
      const uniform = buffered(device, binding.bytes, usage.uniform | usage.copyTarget);
      uniforms.push(uniform);
      return uniform;
    }
    if (binding.kind !== "scratch") {
      const bound = binding.kind === "operand" ? inputs[binding.index] : outputs[binding.index]?.buffer;
      if (!bound) throw new RangeError(`there is no ${binding.kind} ${binding.index}`);
      return bound;
    }
    const buffer = scratch.get(binding.name) ?? filledBuffer(device, binding.bytes, 0x7f);
    scratch.set(binding.name, buffer);
    return buffer;
  };
  device.pushErrorScope("validation");
  const encoder = device.createCommandEncoder();
  for (const dispatch of dispatches) encode(device, encoder, dispatch, bufferOf);
  device.queue.submit([encoder.finish()]);
  const error = await device.popErrorScope();
  if (error) throw new Error(`${error.message}\n${dispatches.map(({ code }) => code).join("\n")}`);
  const data = await Promise.all(outputs.map(({ buffer, spec }) => downloaded(device, buffer, spec)));
  const made = [...inputs, ...outputs.map(({ buffer }) => buffer), ...scratch.values(), ...uniforms];
  made.forEach((buffer) => buffer.destroy());
  return data;
}

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

function pipelineFor(device: GPUDevice, code: string): GPUComputePipeline {
  const known = pipelines.get(device) ?? new Map<string, GPUComputePipeline>();
  pipelines.set(device, known);
  const pipeline =
    known.get(code) ??
    device.createComputePipeline({
      layout: "auto",
      compute: { module: device.createShaderModule({ code }), entryPoint: "main" },
    });
  known.set(code, pipeline);
  return pipeline;
}

function encode(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  { code, bindings, workgroups }: Dispatch,
  bufferOf: (binding: Binding) => GPUBuffer,
): void {
  const pipeline = pipelineFor(device, code);
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: bindings.map((binding, i) => ({ binding: i, resource: { buffer: bufferOf(binding) } })),
  });
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(...workgroups);
  pass.end();
}

/** In storage: bytes are words, and halves fill up a word. */
function byteLength({ shape, dtype }: TensorSpec): number {
  const count = sizeOf(shape);
  return dtype === "float16" ? 4 * Math.ceil(count / 2) : 4 * count;
}

function isByte({ dtype }: TensorSpec): boolean {
  return dtype === "uint8" || dtype === "bool";
}

function buffered(device: GPUDevice, bytes: Uint8Array, kind: number): GPUBuffer {
  const padded = new Uint8Array(Math.max(4, 4 * Math.ceil(bytes.length / 4)));
  padded.set(bytes);
  const buffer = device.createBuffer({ size: padded.length, usage: kind });
  device.queue.writeBuffer(buffer, 0, padded);
  return buffer;
}

function filledBuffer(device: GPUDevice, bytes: number, value: number): GPUBuffer {
  return buffered(
    device,
    new Uint8Array(bytes).fill(value),
    usage.storage | usage.copySource | usage.copyTarget,
  );
}

function uploaded(device: GPUDevice, data: TypedArray, spec: TensorSpec): GPUBuffer {
  const stored = isByte(spec) ? Uint32Array.from(data) : data;
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  return buffered(device, bytes, usage.storage | usage.copySource | usage.copyTarget);
}

async function downloaded(device: GPUDevice, buffer: GPUBuffer, spec: TensorSpec): Promise<TypedArray> {
  const staging = device.createBuffer({
    size: buffer.size,
    usage: usage.mapRead | usage.copyTarget,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(mapRead);
  const bytes = staging.getMappedRange().slice(0);
  staging.destroy();
  const result = hostArray(spec.dtype, sizeOf(spec.shape));
  if (isByte(spec)) result.set(new Uint32Array(bytes, 0, result.length));
  else new Uint8Array(result.buffer).set(new Uint8Array(bytes, 0, result.byteLength));
  return result;
}
