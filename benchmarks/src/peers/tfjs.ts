import * as stock from "@tensorflow/tfjs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OperationCase, TrainCase } from "../cases/benchmark-case.ts";
import { type CaseArray, inputArray, trainingBatch } from "../data/case-data.ts";
import { parameterArray } from "../data/parameter-array.ts";
import { runNet } from "./nets.ts";
import { dawn } from "./dawn.ts";
import type { MeasuredDevice, PeerRunner, TrainWork, Work } from "./peer-runner.ts";
import { tfjsAlgebra } from "./tfjs-algebra.ts";

type Tf = typeof stock;

/** TensorFlow.js in plain JavaScript. */
export async function tfjsCpu(): Promise<PeerRunner> {
  await stock.setBackend("cpu");
  return runner(stock);
}

/** TensorFlow.js on WebAssembly. */
export async function tfjsWasm(threads: number): Promise<PeerRunner> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const main = fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  wasm.setWasmPaths(join(dirname(main), "/"));
  wasm.setThreadsCount(threads);
  if (!(await stock.setBackend("wasm"))) throw new Error("The wasm backend of tfjs did not start.");
  return runner(stock);
}

/** TensorFlow.js on native TensorFlow. Installing it takes an install script: it is used where somebody has done so. */
export async function tfjsNode(): Promise<PeerRunner> {
  const name: string = "@tensorflow/tfjs-node";
  const tf: Tf = await import(name);
  await tf.ready();
  return runner(tf);
}

/** TensorFlow.js on WebGPU, with the device that it asks for itself. */
export async function tfjsWebgpu(): Promise<PeerRunner & { readonly device: MeasuredDevice }> {
  const device = await dawn();
  await import("@tensorflow/tfjs-backend-webgpu");
  if (!(await stock.setBackend("webgpu"))) throw new Error("The webgpu backend of tfjs did not start.");
  return { ...runner(stock), device };
}

/** Its `LayersModel.fit` in place of steps of our own. */
export async function tfjsWebgpuFit(): Promise<PeerRunner> {
  const base = await tfjsWebgpu();
  const { trainLayers } = await import("./tfjs-layers.ts");
  return { ...base, train: trainLayers };
}

function runner(tf: Tf): PeerRunner {
  return {
    version: tf.version["tfjs-core"] ?? "",
    train: (benchmark) => train(tf, benchmark),
    operation: (benchmark) => operation(tf, benchmark),
  };
}

function train(tf: Tf, benchmark: TrainCase): TrainWork {
  const algebra = tfjsAlgebra(tf);
  const [input, labels] = trainingBatch(benchmark);
  const x = tensor(tf, input);
  const y = tf.oneHot(tensor(tf, labels), 10);
  const variables = new Map<string, stock.Variable>();
  const parameter = (name: string, shape: readonly number[], constant?: number): stock.Variable => {
    const known = variables.get(name);
    if (known) return known;
    const made = tf.variable(tensor(tf, parameterArray(shape, variables.size, constant)));
    variables.set(name, made);
    return made;
  };
  const loss = (): stock.Scalar =>
    tf.mean(tf.losses.softmaxCrossEntropy(y, runNet(algebra, benchmark.layers, parameter, x)));
  // The variables must be there before their gradients are asked for.
  tf.tidy(() => void runNet(algebra, benchmark.layers, parameter, x));
  const optimizer = tf.train.adam(1e-3);
  let last = Number.NaN;
  const row = async (count: number): Promise<void> => {
    for (let i = 1; i < count; i++) optimizer.minimize(loss);
    const cost = optimizer.minimize(loss, true);
    [last = Number.NaN] = await cost!.data();
    cost!.dispose();
  };
  return { row, step: () => row(1), value: () => Promise.resolve(last) };
}

function operation(tf: Tf, benchmark: OperationCase): Work {
  const algebra = tfjsAlgebra(tf);
  const inputs = benchmark.inputs.map((spec, seed) => tensor(tf, inputArray(spec, seed)));
  let last: stock.Tensor | null = null;
  return {
    // Kernels of these backends have finished when the call returns.
    step() {
      last?.dispose();
      last = tf.tidy(() => benchmark.compute(algebra, inputs));
    },
    async value() {
      const [value = Number.NaN] = await tf.mean(tf.abs(last!)).data();
      return value;
    },
  };
}

/** Data of a case on the device of TensorFlow.js. */
export function tensor(tf: Tf, { shape, data }: CaseArray): stock.Tensor {
  return tf.tensor(data, [...shape], data instanceof Int32Array ? "int32" : "float32");
}
