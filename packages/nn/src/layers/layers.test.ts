import { jit, np, random, setBackend, type Tensor, tree, valueAndGrad } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  AdaptiveAvgPool,
  AdaptiveMaxPool,
  AvgPool,
  BatchNormalization,
  Bidirectional,
  Conv1D,
  Conv2D,
  Conv2DTranspose,
  Conv3D,
  DepthwiseConv2D,
  Dropout,
  Embedding,
  ExponentialMovingAverage,
  Flatten,
  GlobalAvgPool,
  GlobalMaxPool,
  GroupNormalization,
  GRU,
  InstanceNormalization,
  type Layer,
  LayerNormalization,
  Linear,
  LSTM,
  MaxPool,
  MultiHeadAttention,
  Reshape,
  Residual,
  RMSNormalization,
  SeparableConv1D,
  SeparableConv2D,
  Sequential,
  SimpleRNN,
  Transformer,
  TransformerDecoderLayer,
} from "../index.ts";

setBackend(cpu());

const rng = random.key(3);
const image = random.normal(random.key(1), [2, 6, 6, 4]);
const sequence = random.normal(random.key(2), [2, 6, 4]);

type OneToOne = Layer<[x: Tensor], Tensor>;

/** Every layer of one input: its output's shape, and how many numbers it learns and keeps. */
const table: readonly (readonly [string, OneToOne, Tensor, readonly number[], number, number])[] = [
  ["Linear", Linear(3), sequence, [2, 6, 3], 15, 0],
  ["Linear without bias", Linear(3, { withBias: false }), sequence, [2, 6, 3], 12, 0],
  ["Conv1D", Conv1D(5, 3, { stride: 2 }), sequence, [2, 3, 5], 65, 0],
  ["Conv2D", Conv2D(8, 3), image, [2, 6, 6, 8], 296, 0],
  ["Conv2D of groups", Conv2D(8, 3, { groups: 2, padding: "VALID" }), image, [2, 4, 4, 8], 152, 0],
  ["Conv2D with holes", Conv2D(2, 3, { rate: 2, padding: "VALID" }), image, [2, 2, 2, 2], 74, 0],
  ["Conv2D, channels first", Conv2D(8, 3, { dataFormat: "channelsFirst" }), image, [2, 8, 6, 4], 440, 0],
  ["Conv3D", Conv3D(2, 2), image.reshape([2, 6, 3, 2, 4]), [2, 6, 3, 2, 2], 66, 0],
  ["Conv2DTranspose", Conv2DTranspose(3, 3, { stride: 2 }), image, [2, 12, 12, 3], 111, 0],
  ["DepthwiseConv2D", DepthwiseConv2D(3, { channelMultiplier: 2 }), image, [2, 6, 6, 8], 80, 0],
  ["SeparableConv1D", SeparableConv1D(5, 3), sequence, [2, 6, 5], 37, 0],
  ["SeparableConv2D", SeparableConv2D(5, 3, { stride: 2 }), image, [2, 3, 3, 5], 61, 0],
  ["BatchNormalization", BatchNormalization(), image, [2, 6, 6, 4], 8, 18],
  ["LayerNormalization", LayerNormalization({ axis: [-2, -1] }), image, [2, 6, 6, 4], 48, 0],
  ["RMSNormalization", RMSNormalization(), image, [2, 6, 6, 4], 4, 0],
  ["GroupNormalization", GroupNormalization(2), image, [2, 6, 6, 4], 8, 0],
  ["InstanceNormalization", InstanceNormalization({ createOffset: false }), image, [2, 6, 6, 4], 4, 0],
  ["ExponentialMovingAverage", ExponentialMovingAverage(0.9), sequence, [2, 6, 4], 0, 97],
  ["Dropout", Dropout(0.3), image, [2, 6, 6, 4], 0, 0],
  ["Flatten", Flatten(), image, [2, 144], 0, 0],
  ["Flatten of the last axes", Flatten({ preserveDims: -2 }), image, [2, 6, 24], 0, 0],
  ["Reshape", Reshape([-1, 2]), image, [2, 72, 2], 0, 0],
  ["MaxPool", MaxPool([2, 3]), image, [2, 3, 2, 4], 0, 0],
  ["AvgPool", AvgPool([3, 3], { strides: 2, padding: "SAME" }), image, [2, 3, 3, 4], 0, 0],
  ["GlobalAvgPool", GlobalAvgPool(), image, [2, 4], 0, 0],
  ["GlobalMaxPool", GlobalMaxPool({ keepdims: true }), image, [2, 1, 1, 4], 0, 0],
  ["AdaptiveAvgPool", AdaptiveAvgPool([4, 3]), image, [2, 4, 3, 4], 0, 0],
  ["AdaptiveMaxPool", AdaptiveMaxPool([1, 4]), image, [2, 1, 4, 4], 0, 0],
  ["Residual", Residual(Linear(3), Linear(3)), sequence, [2, 6, 3], 30, 0],
  ["Sequential", Sequential(Flatten(), Linear(2), (x) => x.tanh()), image, [2, 2], 290, 0],
];

describe.each(table)("%s", (_, layer, x, shape, trained, kept) => {
  const made = layer.init({ rng, args: [x] });
  const count = (values: unknown): number =>
    (tree.leaves(values) as Tensor[]).reduce((sum, { size }) => sum + size, 0);

  it("has the shape and the numbers it should have", () => {
    expect(made.preds.shape).toEqual(shape);
    expect([count(made.params), count(made.states)]).toEqual([trained, kept]);
  });

  it("keeps its structure, and is the same compiled and eager, gradient included", async () => {
    const loss = (params: unknown, input: Tensor): readonly [Tensor, unknown] => {
      const { preds, states } = layer.apply({
        rng,
        args: [input],
        params,
        states: made.states,
        training: true,
      });
      return [np.sin(preds).sum(), states];
    };
    const step = valueAndGrad(loss, { hasAux: true, argnums: [0, 1] });
    const [[eager, states], gradients] = step(made.params, x);
    const [[compiled], compiledGradients] = jit(step)(made.params, x);
    expect(tree.structureText(tree.structure(states))).toBe(tree.structureText(tree.structure(made.states)));
    expect(await compiled.item()).toBeCloseTo(await eager.item(), 3);
    const values = async (leaves: unknown): Promise<number[]> =>
      (await Promise.all((tree.leaves(leaves) as Tensor[]).map((leaf) => leaf.data()))).flatMap((data) => [
        ...data,
      ]);
    const [one, other] = [await values(gradients), await values(compiledGradients)];
    one.forEach((value, i) => expect(other[i]).toBeCloseTo(value, 3));
  });
});

describe("Embedding", () => {
  it("takes rows, whose gradients add up", async () => {
    const layer = Embedding(5, 2);
    const ids = np.array([[3, 1, 3]]);
    const { preds, params, states } = layer.init({ rng, args: [ids] });
    expect(preds.shape).toEqual([1, 3, 2]);
    const [, gradient] = valueAndGrad((p: unknown) =>
      layer.apply({ rng, args: [ids], params: p, states, training: true }).preds.sum(),
    )(params);
    expect(await (gradient as { embeddings: Tensor }).embeddings.sum({ axis: 1 }).array()).toEqual([
      0, 2, 0, 4, 0,
    ]);
  });

  it("refuses what is not whole", () => {
    expect(() => Embedding(5, 2).init({ rng, args: [np.array([0.5])] })).toThrow(
      'Embedding: the inputs are not whole numbers. Expected i32[...], u32[...] or u8[...]; received f32[1]. Convert them: ids.astype("int32").',
    );
    expect(() => Embedding(5, 2).init({ rng, args: [np.array([5])] })).toThrow("np.take");
  });
});

// The figures of elegy.md 5.2.
describe("as Elegy", () => {
  it("normalizes a batch, and after one update with the same statistics", async () => {
    const layer = BatchNormalization();
    const x = np
      .array([
        [1, 2],
        [3, 6],
      ])
      .astype("float32");
    const { params, states } = layer.init({ rng, args: [x] });
    const trained = layer.apply({ rng, args: [x], params, states, training: true });
    const expected = [
      [-0.999995, -0.9999987],
      [0.999995, 0.9999987],
    ];
    expectClose(await trained.preds.array(), expected);
    const evaluated = layer.apply({ rng, args: [x], params, states: trained.states, training: false });
    expectClose(await evaluated.preds.array(), expected);
    // Without an update the statistics are 0 and 1.
    const fresh = layer.apply({ rng, args: [x], params, states, training: false });
    expectClose(await fresh.preds.array(), [
      [0.999995, 1.99999],
      [2.999985, 5.99997],
    ]);
  });

  it("averages with decay", async () => {
    const layer = ExponentialMovingAverage(0.9);
    const raw = ExponentialMovingAverage(0.9, { zeroDebias: false });
    const averages: number[][] = [[], []];
    for (const [i, one] of [layer, raw].entries()) {
      let { states } = one.init({ rng, args: [np.zeros([])] });
      for (const x of [1, 2, 3]) {
        const next = one.apply({ rng, args: [np.full([], x)], params: {}, states, training: true });
        averages[i]?.push(await next.preds.item());
        states = next.states;
      }
    }
    expectClose(averages, [
      [1, 1.5263158, 2.0701103],
      [0.1, 0.29, 0.561],
    ]);
  });

  it("pools", async () => {
    const x = np.arange(16).reshape([1, 4, 4, 1]);
    const pooled = async (layer: OneToOne): Promise<unknown> =>
      layer
        .init({ rng, args: [x] })
        .preds.ravel()
        .array();
    expect(await pooled(MaxPool([2, 2], { strides: 2 }))).toEqual([5, 7, 13, 15]);
    expect(await pooled(AvgPool([3, 3], { strides: 2, padding: "SAME" }))).toEqual([5, 6.5, 11, 12.5]);
  });

  it("drops nothing while predicting", async () => {
    const call = { rng, args: [image] as [Tensor], params: {}, states: {}, training: false };
    expect(await Dropout(0.5).apply(call).preds.array()).toEqual(await image.array());
  });
});

it("Dropout keeps the expected value, and drops slices together along broadcastDims", async () => {
  const ones = np.ones([100, 10, 10]);
  const call = { rng, args: [ones] as [Tensor], params: {}, states: {}, training: true };
  expect(await Dropout(0.25).apply(call).preds.mean().item()).toBeCloseTo(1, 1);
  const slices = Dropout(0.25, { broadcastDims: [1, -1] }).apply(call).preds;
  expect(
    await slices
      .equal(slices.max({ axis: [1, 2], keepdims: true }))
      .mean()
      .item(),
  ).toBe(1);
});

it.each<[string, (options: object) => unknown]>([
  ["Linear", (options) => Linear(3, options)],
  ["Conv1D", (options) => Conv1D(3, 3, options)],
  ["Conv2DTranspose", (options) => Conv2DTranspose(3, 3, options)],
  ["DepthwiseConv2D", (options) => DepthwiseConv2D(3, options)],
  ["SeparableConv2D", (options) => SeparableConv2D(3, 3, options)],
  ["BatchNormalization", (options) => BatchNormalization(options)],
  ["LayerNormalization", (options) => LayerNormalization(options)],
  ["RMSNormalization", (options) => RMSNormalization(options)],
  ["GroupNormalization", (options) => GroupNormalization(2, options)],
  ["InstanceNormalization", (options) => InstanceNormalization(options)],
  ["ExponentialMovingAverage", (options) => ExponentialMovingAverage(0.9, options)],
  ["Dropout", (options) => Dropout(0.1, options)],
  ["Embedding", (options) => Embedding(3, 2, options)],
  ["Flatten", (options) => Flatten(options)],
  ["Reshape", (options) => Reshape([2], options)],
  ["MaxPool", (options) => MaxPool([2], options)],
  ["GlobalAvgPool", (options) => GlobalAvgPool(options)],
  ["LSTM", (options) => LSTM(3, options)],
  ["GRU", (options) => GRU(3, options)],
  ["SimpleRNN", (options) => SimpleRNN(3, options)],
  ["Bidirectional", (options) => Bidirectional(() => GRU(3), options)],
  ["MultiHeadAttention", (options) => MultiHeadAttention(2, 2, options)],
  ["TransformerEncoderLayer", (options) => Transformer(options)],
  ["TransformerDecoderLayer", (options) => TransformerDecoderLayer(options)],
])("%s refuses an option that it does not have", (name, make) => {
  expect(() => make({ useBais: true })).toThrow(`${name}: there is no option \`useBais\`. Expected `);
});

it.each<[string, () => unknown, string]>([
  [
    "Linear",
    () => Linear(0),
    "Linear: `outputSize` is out of range. Expected a whole number ≥ 1; received 0.",
  ],
  ["Dropout", () => Dropout(1), "Dropout: `rate` is out of range. Expected a number in [0, 1); received 1."],
  [
    "Conv2D",
    () => Conv2D(3, [3]),
    "Conv2D: `kernelShape` has 1 elements. Expected a number, or one for each of 2 spatial axes; received [3].",
  ],
  [
    "groups",
    () => Conv2D(3, 3, { groups: 2 }).init({ rng, args: [image] }),
    "Conv2D: the channels cannot be divided into groups.",
  ],
  [
    "rank",
    () => Conv2D(3, 3).init({ rng, args: [np.ones([3])] }),
    "Conv2D: the input has too few axes. Expected f32[..., size, size, in]; received f32[3].",
  ],
  [
    "GroupNormalization",
    () => GroupNormalization(3).init({ rng, args: [image] }),
    "GroupNormalization: the channels cannot be divided into groups. Expected channels in a multiple of 3; received f32[2,6,6,4].",
  ],
  [
    "axis",
    () => LayerNormalization({ axis: 4 }).init({ rng, args: [image] }),
    "LayerNormalization: there is no such axis.",
  ],
])("%s says what is wrong", (_, make, message) => {
  expect(make).toThrow(message);
});

function expectClose(actual: unknown, expected: readonly (readonly number[])[]): void {
  expected.forEach((row, i) =>
    row.forEach((value, j) => expect((actual as number[][])[i]?.[j]).toBeCloseTo(value, 6)),
  );
}
