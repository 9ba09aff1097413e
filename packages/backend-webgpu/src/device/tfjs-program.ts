import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { env, getKernel, type NamedAttrMap, type TensorInfo } from "@tensorflow/tfjs-core";
import type { Shape } from "@elegy/autodiff/spi";
import type { Binding, Dispatch } from "../kernels/dispatch.ts";
import { withWebGpuGlobals } from "./tfjs-globals.ts";
import { type RecordedBuffer, type RecordedDispatch, recordingDevice } from "./tfjs-recording-device.ts";

/** A kernel of TensorFlow.js with float32 operands. */
export interface TfjsKernel {
  readonly name: "BatchMatMul" | "Conv2D";
  /** Names and shapes; the node's operands in their order. */
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly attrs: NamedAttrMap;
  /** Settings of TensorFlow.js for the time of the recording. */
  readonly flags: Readonly<Record<string, number | boolean>>;
}

/**
 * The dispatches of a kernel of TensorFlow.js: it is run once with a device that only takes notes, so that its programs
 * can be parts of a plan like all others. A new backend each time, because a program that TensorFlow.js finds in its
 * cache may be that of other sizes.
 */
export function tfjsDispatches({ name, inputs, attrs, flags }: TfjsKernel): readonly Dispatch[] {
  const kernel = getKernel(name, "webgpu");
  if (kernel === undefined) throw new Error(`TensorFlow.js has no kernel ${name} for WebGPU`);
  const { device, dispatches } = recordingDevice();
  const places = withWebGpuGlobals(() =>
    withFlags(flags, () => {
      const backend = new WebGPUBackend(device);
      const operands = Object.entries(inputs).map(([key, shape]) => ({
        key,
        info: backend.makeTensorInfo([...shape], "float32"),
      }));
      const named = Object.fromEntries(operands.map(({ key, info }) => [key, info]));
      const results = [kernel.kernelFunc({ inputs: named, attrs, backend })].flat();
      return [
        ...operands.map(({ info }, index) => placeOf(backend, info, { kind: "operand", index })),
        ...results.map((info, index) => placeOf(backend, info, { kind: "result", index })),
      ];
    }),
  );
  return dispatches.map((recorded) => dispatchOf(recorded, new Map(places)));
}

function placeOf(backend: WebGPUBackend, { dataId }: TensorInfo, binding: Binding): [object, Binding] {
  const { resource } = backend.tensorMap.get(dataId);
  if (resource === undefined) throw new Error("TensorFlow.js left a tensor without a buffer");
  return [resource, binding];
}

function withFlags<T>(flags: TfjsKernel["flags"], body: () => T): T {
  const before = Object.keys(flags).map((name) => [name, env().get(name)] as const);
  for (const [name, value] of Object.entries(flags)) env().set(name, value);
  try {
    return body();
  } finally {
    for (const [name, value] of before) env().set(name, value);
  }
}

const UNIFORM_USAGE = 64;

function dispatchOf(
  { label, code, buffers, workgroups }: RecordedDispatch,
  places: ReadonlyMap<object, Binding>,
): Dispatch {
  return {
    label: `tfjs ${label}`,
    // Its entry point is called `_start` and calls a function `main`: here the names change places.
    code: code.replaceAll(/\bmain\b/g, "program").replace(/\bfn _start\b/, "fn main"),
    bindings: buffers.map((buffer, index) => bindingOf(buffer, places) ?? scratch(buffer, index)),
    workgroups,
  };
}

function bindingOf(buffer: RecordedBuffer, places: ReadonlyMap<object, Binding>): Binding | undefined {
  if ((buffer.usage & UNIFORM_USAGE) !== 0) return { kind: "uniform", bytes: buffer.bytes };
  return places.get(buffer);
}

function scratch({ size }: RecordedBuffer, index: number): never {
  throw new Error(`TensorFlow.js binds a buffer of its own (${size} bytes) at ${index}`);
}
