import { jit, lax, nn, np, setBackend, type Tensor } from "@elegy/autodiff";
import { expect, it } from "vitest";
import { CpuBackend } from "../cpu.ts";
import { RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { waitForThreads } from "../threads/wait-for-threads.test-support.ts";
import { ALWAYS, NEVER } from "./strip-sizes.test-support.ts";

/** Rows, and elements in a row; as images, examples of four by four pixels. */
const [ROWS, SIZE] = [96, 24];
const IMAGES = [ROWS / 16, 4, 4, SIZE];

/** Of `x`, another of its shape, weights, those of each pixel and its neighbours, and a bias. */
const INPUTS = [[ROWS, SIZE], [ROWS, SIZE], [SIZE, SIZE], [3, 3, 1, SIZE], [SIZE], [ROWS, 1]];

type Layer = (x: Tensor, inputs: readonly Tensor[], earlier: Tensor) => Tensor;

const at = (inputs: readonly Tensor[], index: number): Tensor => inputs[index] as Tensor;

/** Each gives what it is given: `f32[96, 24]`. */
const LAYERS: readonly Layer[] = [
  (x) => np.tanh(x),
  (x, inputs) => x.mul(0.5).add(at(inputs, 1)),
  (x, inputs) => x.add(at(inputs, 4)).mul(at(inputs, 5)),
  (x, _, earlier) => x.sub(earlier),
  (x, inputs) => x.matmul(at(inputs, 2)),
  (x, inputs) => nn.relu(x.matmul(at(inputs, 2).transpose()).add(at(inputs, 4))),
  (x, _, earlier) => np.tanh(x).matmul(nn.softmax(x.transpose().matmul(earlier))),
  (x) => nn.softmax(x.matmul(x.transpose())).matmul(x),
  (x) => nn.softmax(x),
  (x) => nn.softmax(x, { axis: 0 }),
  (x) => x.sub(x.mean({ axis: 1, keepdims: true })),
  (x) => x.sub(x.max({ axis: 0 })),
  (x, inputs) => nn.conv(x.reshape(IMAGES), at(inputs, 2).reshape([1, 1, SIZE, SIZE])).reshape([ROWS, SIZE]),
  (x, inputs) => nn.conv(x.reshape(IMAGES), at(inputs, 3), { featureGroupCount: SIZE }).reshape([ROWS, SIZE]),
  (x) => nn.maxPool(x.reshape(IMAGES), { windowShape: [2, 2], padding: "SAME" }).reshape([ROWS, SIZE]),
  (x) => x.reshape([4, SIZE, SIZE]).transpose([0, 2, 1]).reshape([ROWS, SIZE]),
  (x) => np.cumsum(x.mul(0.1), { axis: 1 }),
  (x) => np.sort(x, { axis: 1 }),
  (x) =>
    np
      .take(x, np.argmax(x, { axis: 0 }), { axis: 0, mode: "clip" })
      .matmul(x.transpose())
      .transpose(),
  (x) => lax.concatenate([lax.slice(x, [50, 0], [ROWS, SIZE]), lax.slice(x, [0, 0], [50, SIZE])], 0),
  (x) => x.astype("float16").mul(2).astype("float32"),
  (x, inputs) => {
    const step = (c: Tensor, y: Tensor): [Tensor, Tensor] => {
      const next = np.tanh(c.matmul(at(inputs, 2)).add(y));
      return [next, nn.softmax(next)];
    };
    const [last, all] = lax.scan(step, lax.slice(x, [0, 0], [32, SIZE]), x.reshape([3, 32, SIZE]));
    return all.reshape([ROWS, SIZE]).add(np.tile(last, [3, 1]));
  },
];

interface Program {
  readonly run: (...inputs: Tensor[]) => Tensor[];
  readonly donate: readonly number[];
}

/** Some layers, one after another; of some of them the result is given back, too. */
function randomProgram(seed: number): Program {
  const random = new RandomNumbers(seed);
  for (let skipped = 0; skipped < 10; skipped++) random.next();
  const layers = Array.from({ length: 3 + random.below(6) }, () => ({
    layer: LAYERS[random.below(LAYERS.length)] as Layer,
    earlier: random.next(),
    isOutput: random.next() < 0.3,
  }));
  return {
    run(...inputs) {
      const values = [at(inputs, 0)];
      const outputs: Tensor[] = [];
      for (const { layer, earlier, isOutput } of layers) {
        const value = layer(values.at(-1) as Tensor, inputs, at(values, Math.floor(earlier * values.length)));
        values.push(value);
        if (isOutput) outputs.push(value);
      }
      return [...outputs, values.at(-1) as Tensor];
    },
    donate: INPUTS.flatMap((_, index) => (random.next() < 0.5 ? [index] : [])),
  };
}

waitForThreads();
const whole = new CpuBackend(2 ** 30, 1, 0, NEVER);
const others = [1, 3].map((threads) => new CpuBackend(2 ** 30, threads, 0, ALWAYS));

it.each(Array.from({ length: 16 }, (_, seed) => seed + 1))(
  "random layers %d: the same to the bit whole, in strips, by threads, and over donated inputs",
  (seed) => {
    const { run, donate } = randomProgram(seed);
    const results = (backend: CpuBackend, donated: readonly number[]): unknown[] => {
      setBackend(backend);
      const random = new RandomNumbers(seed);
      // On the heap, where donated ones are taken over.
      const inputs = INPUTS.map((shape) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return jit((x: Tensor) => x.add(0))(np.array(random.floats(size, -1, 1), { shape }));
      });
      const kept = inputs.filter((_, index) => !donated.includes(index));
      const before = kept.map((x) => x.dataSync());
      const outputs = jit(run, { donate: donated })(...inputs).map((x) => x.dataSync());
      expect(kept.map((x) => x.dataSync())).toEqual(before);
      return outputs;
    };
    const expected = results(whole, []);
    for (const backend of others) expect(results(backend, donate)).toEqual(expected);
  },
);
