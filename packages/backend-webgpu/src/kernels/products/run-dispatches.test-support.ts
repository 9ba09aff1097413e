import { byteSize, type TensorSpec, type TypedArray } from "@elegy/autodiff/spi";
import { create, globals } from "webgpu";
import type { Binding, Dispatch } from "../dispatch.ts";

/** Dawn ends with the object that made it. */
let gpu: GPU | undefined;

/** A device of the machine; errors of validation are thrown by `run`. */
export async function openDevice(): Promise<GPUDevice> {
  Object.assign(globalThis, globals);
  gpu ??= create([]);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error("no WebGPU adapter");
  const features = ["shader-f16"] as const;
  return adapter.requestDevice({
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
  });
}

/** The bytes of the one result of a node, computed by its dispatches. What nothing writes is 0xAA. */
export async function runDispatches(
  device: GPUDevice,
  dispatches: readonly Dispatch[],
  operands: readonly TypedArray[],
  result: TensorSpec,
): Promise<ArrayBuffer> {
  device.pushErrorScope("validation");
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const bufferOf = (bytes: Uint8Array, kind = usage): GPUBuffer => {
    const size = Math.max(4, Math.ceil(bytes.length / 4) * 4);
    const buffer = device.createBuffer({ size, usage: kind });
    const padded = new Uint8Array(size);
    padded.set(bytes);
    device.queue.writeBuffer(buffer, 0, padded);
    return buffer;
  };
  const inputs = operands.map(({ buffer, byteOffset, byteLength }) =>
    bufferOf(new Uint8Array(buffer, byteOffset, byteLength)),
  );
  const size = byteSize(result);
  const output = bufferOf(new Uint8Array(size).fill(0xaa));
  const scratch = new Map<string, GPUBuffer>();
  const resolve = (binding: Binding): GPUBuffer | undefined => {
    switch (binding.kind) {
      case "operand":
        return inputs[binding.index];
      case "result":
        return output;
      case "uniform":
        return bufferOf(binding.bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
      case "scratch": {
        const known = scratch.get(binding.name) ?? bufferOf(new Uint8Array(binding.bytes).fill(0xaa));
        scratch.set(binding.name, known);
        return known;
      }
    }
  };
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const { label, code, bindings, workgroups } of dispatches) {
    const module = device.createShaderModule({ code });
    const pipeline = device.createComputePipeline({
      layout: "auto",
      compute: { module, entryPoint: "main" },
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: bindings.map((entry, binding) => {
          const buffer = resolve(entry);
          if (buffer === undefined) throw new Error(`${label} is bound to an operand that is not there`);
          return { binding, resource: { buffer } };
        }),
      }),
    );
    pass.dispatchWorkgroups(...workgroups);
  }
  pass.end();
  const reading = device.createBuffer({
    size: output.size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  encoder.copyBufferToBuffer(output, 0, reading, 0, output.size);
  device.queue.submit([encoder.finish()]);
  const error = await device.popErrorScope();
  if (error !== null) throw new Error(`${error.message}\n${dispatches.map(({ code }) => code).join("\n")}`);
  await reading.mapAsync(GPUMapMode.READ);
  const bytes = reading.getMappedRange().slice(0, size);
  for (const buffer of [...inputs, output, reading, ...scratch.values()]) buffer.destroy();
  return bytes;
}
