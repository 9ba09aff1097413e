import {
  type Array,
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { createRequire } from "node:module";
import type { OperationCase, TrainCase } from "../cases/benchmark-case.ts";
import { type CaseArray, inputArray, trainingBatch } from "../data/case-data.ts";
import { parameterArray } from "../data/parameter-array.ts";
import { jaxJsAlgebra } from "./jax-js-algebra.ts";
import { runNet } from "./nets.ts";
import { dawn } from "./dawn.ts";
import type { PeerRunner, TrainWork, Work } from "./peer-runner.ts";

type Named = Record<string, Array>;

/** jax-js on WebAssembly, a compiled function for each step. */
export function jaxJsWasm(): Promise<PeerRunner> {
  return runner("wasm");
}

/** jax-js on WebGPU. */
export async function jaxJsWebgpu(): Promise<PeerRunner> {
  const device = await dawn();
  return { ...(await runner("webgpu")), device };
}

async function runner(backend: "wasm" | "webgpu"): Promise<PeerRunner> {
  const started = await init(backend);
  if (!started.includes(backend)) throw new Error(`jax-js finds no device for ${backend}.`);
  defaultDevice(backend);
  const { version }: { version: string } = createRequire(import.meta.url)(
    "../../node_modules/@jax-js/jax/package.json",
  );
  return { version, train, operation };
}

function train({ layers, ...benchmark }: TrainCase): TrainWork {
  const [x, labels] = trainingBatch({ layers, ...benchmark }).map(array) as [Array, Array];
  const y = nn.oneHot(labels, 10);
  let params: Named = {};
  const made = runNet(
    jaxJsAlgebra,
    layers,
    (name, shape, constant) => {
      params[name] ??= array(parameterArray(shape, Object.keys(params).length, constant));
      return params[name];
    },
    x,
  );
  made.dispose();
  const zeros = (): Named => mapNamed(params, (p) => numpy.zeros(p.shape));
  let [mean, square] = [zeros(), zeros()];
  const lossOf = (params: Named, x: Array, y: Array): Array => {
    const logits = runNet(jaxJsAlgebra, layers, (name) => params[name]!, x);
    return numpy.negative(numpy.mean(numpy.sum(numpy.multiply(nn.logSoftmax(logits, -1), y), -1)));
  };
  const advance = jit(
    (params: Named, mean: Named, square: Named, x: Array, y: Array, first: Array, second: Array) => {
      const [loss, grads] = valueAndGrad(lossOf)(tree.ref(params), x, y);
      const adam = adamUpdate({ params, grads, mean, square, first, second });
      return [loss, ...adam];
    },
  );
  let count = 0;
  let last = Number.NaN;
  const turn = (): Array => {
    count += 1;
    // The corrections of the bias change from step to step: they are arguments.
    const corrections = [0.9, 0.999].map((decay) => numpy.array(1 / (1 - decay ** count)));
    const next = advance(params, mean, square, x.ref, y.ref, corrections[0]!, corrections[1]!);
    const [loss, ...state] = next as unknown as [Array, Named, Named, Named];
    [params, mean, square] = state;
    return loss;
  };
  const row = async (length: number): Promise<void> => {
    for (let i = 1; i < length; i++) turn().dispose();
    [last = Number.NaN] = await turn().data();
  };
  return { row, step: () => row(1), value: () => Promise.resolve(last) };
}

interface AdamArguments {
  readonly params: Named;
  readonly grads: Named;
  readonly mean: Named;
  readonly square: Named;
  /** `1 / (1 - 0.9^t)` and `1 / (1 - 0.999^t)`. */
  readonly first: Array;
  readonly second: Array;
}

function adamUpdate({ params, grads, mean, square, first, second }: AdamArguments): [Named, Named, Named] {
  const { add, sub, mul, scale, shift, sqrt } = jaxJsAlgebra;
  const { square: squared } = jaxJsAlgebra;
  const nextMean = mapNamed(mean, (m, k) => add(scale(m, 0.9), scale(grads[k]!, 0.1)));
  const nextSquare = mapNamed(square, (v, k) => add(scale(v, 0.999), scale(squared(grads[k]!), 0.001)));
  const nextParams = mapNamed(params, (p, k) => {
    const root = shift(sqrt(mul(nextSquare[k]!, second)), 1e-8);
    return sub(p, scale(mul(mul(nextMean[k]!, first), numpy.reciprocal(root)), 1e-3));
  });
  return [nextParams, nextMean, nextSquare];
}

function operation(benchmark: OperationCase): Work {
  const inputs = benchmark.inputs.map((spec, seed) => array(inputArray(spec, seed)));
  const compute = jit((...arrays: Array[]) => benchmark.compute(jaxJsAlgebra, arrays));
  let last: Array | null = null;
  return {
    async step() {
      last?.dispose();
      last = compute(...inputs.map((input) => input.ref));
      await blockUntilReady(last);
    },
    async value() {
      const [value = Number.NaN] = await numpy.mean(numpy.absolute(last!.ref)).data();
      return value;
    },
  };
}

function mapNamed(values: Named, f: (value: Array, name: string) => Array): Named {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, f(value, name)]));
}

function array({ shape, data }: CaseArray): Array {
  const whole = data instanceof Int32Array;
  return numpy.array(data, {
    shape: [...shape],
    dtype: whole ? numpy.int32 : numpy.float32,
  });
}
