import { grad, jit, np, random, setBackend, type Tensor, vmap } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  AvgPool,
  BatchNormalization,
  Bidirectional,
  Conv1D,
  Conv2D,
  Conv2DTranspose,
  DepthwiseConv2D,
  Dropout,
  Embedding,
  ExponentialMovingAverage,
  Flatten,
  GlobalAvgPool,
  GroupNormalization,
  GRU,
  InstanceNormalization,
  type Layer,
  layer,
  LayerNormalization,
  MaxPool,
  Reshape,
  SeparableConv2D,
} from "../index.ts";

setBackend(cpu());

const rng = random.key(3);
const f32 = (values: unknown): Tensor => np.array(values as number[]).astype("float32");

function outputOf<A extends readonly unknown[]>(one: Layer<A, Tensor>, ...args: A): Tensor {
  return one.init({ rng, args }).preds;
}

function applied<A extends readonly unknown[]>(
  one: Layer<A, Tensor>,
  params: unknown,
  training: boolean,
  ...args: A
): Tensor {
  const { states } = one.init({ rng, args });
  return one.apply({ rng, args, params, states, training }).preds;
}

describe("padding by functions of the window's size", () => {
  // The numbers that the figures were computed from: 0.5·sin(k + 0.7·i).
  const spread = (shape: readonly number[], k: number): Tensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length }, (_, i) => 0.5 * Math.sin(k + 0.7 * i));
    return np.array(data, { shape });
  };
  const causal = (size: number): readonly [number, number] => [size - 1, 0];
  const params = { w: spread([3, 2, 2], 1), b: f32([0.1, -0.2]) };

  it("is Keras's causal convolution, holes included", async () => {
    const x = spread([1, 5, 2], 2);
    // Conv1D(2, 3, padding="causal", dilation_rate=2) of Keras 3.15 on JAX.
    const expected = [
      0.2765289, 0.06415989, -0.1222952, -0.3899535, -0.3855775, -0.7908948, 0.456416, 0.01713984, 0.9701923,
      0.6945804,
    ];
    for (const padding of [causal, [causal]]) {
      const conv = Conv1D(2, 3, { rate: 2, padding });
      const found = await applied(conv, params, false, x).data();
      expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
    }
  });

  it("may differ from axis to axis", () => {
    const same = (size: number): readonly [number, number] => [
      Math.floor((size - 1) / 2),
      Math.ceil((size - 1) / 2),
    ];
    const image = np.ones([1, 6, 6, 1]);
    expect(outputOf(Conv2D(1, [3, 2], { padding: [causal, () => [0, 0]] }), image).shape).toEqual([
      1, 6, 5, 1,
    ]);
    expect(outputOf(DepthwiseConv2D([3, 4], { padding: same }), image).shape).toEqual([1, 6, 6, 1]);
    expect(outputOf(SeparableConv2D(2, 3, { padding: () => [2, 2] }), image).shape).toEqual([1, 8, 8, 2]);
  });

  it("needs as many as there are axes", () => {
    expect(() => Conv2D(1, 3, { padding: [causal] })).toThrow(
      'Conv2D: `padding` has 1 elements. Expected "SAME", "VALID", a function, or a pair or function for each of 2 spatial axes; received a list of 1.',
    );
  });
});

describe("a mask of the weights", () => {
  const image = random.normal(random.key(1), [1, 4, 4, 2]);
  // The centre of the window alone: a convolution of window 1.
  const centre = (rest: readonly number[]): Tensor =>
    np
      .zeros([3, 3, ...rest])
      .at(1, 1)
      .set(1);

  it.each([
    ["Conv2D", (mask: Tensor) => Conv2D(2, 3, { mask }), [2, 2]],
    ["Conv2DTranspose", (mask: Tensor) => Conv2DTranspose(2, 3, { mask }), [2, 2]],
  ] as const)("of %s cuts connections, and their gradients", async (_, make, rest) => {
    const conv = make(centre(rest));
    const { params, preds } = conv.init({ rng, args: [image] });
    const { w } = params as { w: Tensor };
    const pointwise = np.dot(image, w.at(1, 1).get());
    const distance = np.abs(preds.sub(pointwise)).max();
    expect(await distance.item()).toBeLessThan(1e-5);
    const slopes = grad((given: { w: Tensor; b: Tensor }) => applied(conv, given, true, image).sum())(
      params as { w: Tensor; b: Tensor },
    );
    expect(
      await slopes.w
        .mul(np.subtract(1, centre(rest)))
        .equal(0)
        .mean()
        .item(),
    ).toBe(1);
  });

  it("of a depthwise convolution is one of its windows", async () => {
    const kept = outputOf(DepthwiseConv2D(3, { mask: np.zeros([3, 3, 1, 2]) }), image);
    expect(await np.abs(kept).max().item()).toBe(0);
  });

  it("has the shape of the weights", () => {
    expect(() => outputOf(Conv2DTranspose(2, 3, { mask: np.ones([3, 3]) }), image)).toThrow(
      "Conv2DTranspose: the mask is of another shape than the weights. Expected f32[3,3,2,2]; received f32[3,3].",
    );
  });
});

describe("pools", () => {
  const sixteen = np.arange(16).astype("float32");

  it.each<[string, Layer<[x: Tensor], Tensor>, readonly number[], readonly number[]]>([
    ["channels first", MaxPool([2, 2], { channelAxis: 1 }), [1, 1, 4, 4], [5, 7, 13, 15]],
    ["no channels", MaxPool([2, 2], { channelAxis: null }), [1, 4, 4], [5, 7, 13, 15]],
    ["channels in between", MaxPool([2, 2], { channelAxis: 2 }), [1, 4, 1, 4], [5, 7, 13, 15]],
    ["a number for every axis", AvgPool(2), [1, 4, 4, 1], [2.5, 4.5, 10.5, 12.5]],
    ["a number without channels", AvgPool(2, { channelAxis: null }), [1, 4, 4], [2.5, 4.5, 10.5, 12.5]],
    ["a number for one axis", MaxPool(2, { strides: 1 }), [1, 4, 4], [...Array(12).keys()].map((i) => i + 4)],
    ["strides for each", AvgPool(2, { strides: [2, 1] }), [1, 4, 4, 1], [2.5, 3.5, 4.5, 10.5, 11.5, 12.5]],
  ])("%s", async (_, pool, shape, expected) => {
    const x = sixteen.reshape(shape);
    for (const run of [(y: Tensor) => outputOf(pool, y), jit((y: Tensor) => outputOf(pool, y))]) {
      expect(await run(x).ravel().array()).toEqual(expected);
    }
  });

  it("windows over channels are of one channel axis", () => {
    expect(() => MaxPool(2, { channelAxis: 1, dataFormat: "channelsFirst" })).toThrow(
      "MaxPool: `channelAxis` and `dataFormat` both say where the channels are.",
    );
    expect(() => outputOf(MaxPool([2], { channelAxis: 3 }), np.ones([1, 4, 1]))).toThrow(
      "there is no such axis",
    );
    expect(() => outputOf(MaxPool(2), np.ones([4]))).toThrow("MaxPool: the input has too few axes.");
  });
});

describe("Embedding", () => {
  const embeddingMatrix = f32([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const ids = np.array([
    [2, 0],
    [1, 2],
  ]);

  it.each(["arrayIndex", "oneHot"] as const)(
    "begins with a matrix, and looks up by %s",
    async (lookupStyle) => {
      const embedding = Embedding(3, 2, { embeddingMatrix, lookupStyle });
      const { params } = embedding.init({ rng, args: [ids] });
      const rows = [
        [
          [5, 6],
          [1, 2],
        ],
        [
          [3, 4],
          [5, 6],
        ],
      ];
      const look = (given: unknown): Tensor => applied(embedding, given, true, ids);
      expect(await look(params).array()).toEqual(rows);
      expect(await jit(look)(params).array()).toEqual(rows);
      const slopes = grad((given: { embeddings: Tensor }) => look(given).sum())(
        params as { embeddings: Tensor },
      );
      expect(await slopes.embeddings.array()).toEqual([
        [1, 1],
        [1, 1],
        [2, 2],
      ]);
      const outside = jit((one: Tensor) => applied(embedding, params, false, one))(np.array([3, -1]));
      expect(await outside.array()).toEqual([
        [Number.NaN, Number.NaN],
        [5, 6],
      ]);
    },
  );

  it("a call may look up in its own way", async () => {
    const found = outputOf(Embedding(3, 2, { embeddingMatrix }), ids.ravel(), { lookupStyle: "oneHot" });
    expect(await found.at(0).get().array()).toEqual([5, 6]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "a matrix of other sizes",
      () => Embedding(4, 2, { embeddingMatrix }),
      "Embedding: `embeddingMatrix` does not fit `vocabSize` and `embedDim`. Expected f32[4,2]; received f32[3,2].",
    ],
    [
      "two beginnings",
      () => Embedding(3, 2, { embeddingMatrix, wInit: () => embeddingMatrix }),
      "`wInit` and `embeddingMatrix` both say what the table begins with",
    ],
    [
      "a style that there is not",
      () => Embedding(3, 2, { lookupStyle: "onehot" as never }),
      "Embedding: there is no such `lookupStyle`. Expected arrayIndex or oneHot; received onehot.",
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("a call of Dropout", () => {
  const ones = np.ones([12]);
  // Dropout(0.4) of Flax 0.12 for twelve ones, with rng=jax.random.key(7).
  const figure = [0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0].map((kept) => kept / 0.6);

  it("has its own key and training flag", async () => {
    const drop = Dropout(0.4);
    const found = await applied(drop, {}, false, ones, { training: true, rng: random.key(7) }).data();
    figure.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
    expect(await applied(drop, {}, true, ones, { training: false }).array()).toEqual(await ones.array());
  });

  it("with keys that are split differs from row to row under vmap", async () => {
    const rows = layer("Rows", { drop: Dropout(0.5) }, (self, x: Tensor) =>
      vmap((row: Tensor, key: Tensor) => self.drop(row, { rng: key }))(
        x,
        random.split(self.nextKey(), x.shape[0] ?? 0),
      ),
    );
    const [first, second] = (await applied(rows, {}, true, np.ones([2, 64])).array()) as number[][];
    expect(first).not.toEqual(second);
  });
});

describe("scale and offset of a call", () => {
  const without = { createScale: false, createOffset: false, eps: 0 };
  const [scale, offset] = [f32([2]), f32([10])];

  it.each([
    ["BatchNormalization", BatchNormalization(without), f32([[1], [3]]), [8, 12]],
    ["LayerNormalization", LayerNormalization(without), f32([[1, 3]]), [8, 12]],
    ["GroupNormalization", GroupNormalization(1, without), f32([[1, 3]]), [8, 12]],
    ["InstanceNormalization", InstanceNormalization(without), f32([[[1], [3]]]), [8, 12]],
  ] as const)("take the place of parameters of %s", async (_, norm, x, expected) => {
    expect(norm.init({ rng, args: [x] }).params).toEqual({});
    const found = await outputOf(norm, x, { scale, offset }).data();
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
    expect((await outputOf(norm, x).data())[1]).toBeCloseTo(1, 5);
  });

  it.each([
    ["BatchNormalization", BatchNormalization()],
    ["LayerNormalization", LayerNormalization()],
    ["GroupNormalization", GroupNormalization(1)],
  ] as const)("are refused by a layer that has its own: %s", (name, norm) => {
    expect(() => outputOf(norm, np.ones([2, 2]), { scale })).toThrow(
      `${name}: the layer has a \`scale\` of its own. Expected createScale: false, to give one in a call; received a call with \`scale\`.`,
    );
  });

  it("an initializer of what is not created is refused", () => {
    expect(() => BatchNormalization({ createOffset: false, offsetInit: () => offset })).toThrow(
      "BatchNormalization: `offsetInit` is for a parameter that `createOffset: false` leaves out.",
    );
  });
});

it("BatchNormalization over some axes has scale and offset of the sizes of the others, as in Elegy", async () => {
  const norm = BatchNormalization({ axis: 0, eps: 0 });
  const x = f32([
    [
      [1, 10],
      [100, 1000],
    ],
    [
      [3, 30],
      [300, 3000],
    ],
  ]);
  const { params, preds, states } = norm.init({ rng, args: [x] });
  expect((params as { scale: Tensor }).scale.shape).toEqual([2, 2]);
  expect((states as { mean: { average: Tensor } }).mean.average.shape).toEqual([2, 2]);
  const found = await preds.ravel().data();
  [-1, -1, -1, -1, 1, 1, 1, 1].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
});

describe("ExponentialMovingAverage", () => {
  it("takes the values of a warm-up as they are", async () => {
    const average = ExponentialMovingAverage(0.5, { zeroDebias: false, warmupLength: 2 });
    let { states } = average.init({ rng, args: [np.zeros([])] });
    const found: number[] = [];
    for (const x of [1, 2, 3, 4]) {
      const next = average.apply({ rng, args: [np.full([], x)], params: {}, states, training: true });
      found.push(await next.preds.item());
      states = next.states;
    }
    expect(found).toEqual([1, 2, 2.5, 3.25]);
    expect(await (states as { counter: Tensor }).counter.item()).toBe(2);
  });

  it.each([
    [{ warmupLength: 2 }],
    [{ warmupLength: -1, zeroDebias: false }],
    [{ warmupLength: 0.5, zeroDebias: false }],
  ])("refuses %j", (options) => {
    expect(() => ExponentialMovingAverage(0.5, options)).toThrow("`warmupLength` is out of range");
  });
});

describe("preserved axes", () => {
  it("Flatten gives back what has no others, as in Elegy", () => {
    expect(outputOf(Flatten(), np.ones([3])).shape).toEqual([3]);
    expect(outputOf(Flatten({ preserveDims: 3 }), np.ones([2, 3])).shape).toEqual([2, 3]);
    expect(outputOf(Flatten({ preserveDims: 2 }), np.ones([2, 3, 4, 5])).shape).toEqual([2, 3, 20]);
  });

  it.each<[string, () => unknown, string]>([
    ["too few of them", () => outputOf(Reshape([1], { preserveDims: 3 }), np.ones([2])), "too few axes"],
    ["none", () => Reshape([2], { preserveDims: 0 }), "Reshape: `preserveDims` is out of range."],
    ["half of one", () => Flatten({ preserveDims: 0.5 }), "Flatten: `preserveDims` is out of range."],
  ])("%s are an error", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

it.each<[string, () => unknown]>([
  ["dataFormat", () => Conv2D(1, 3, { dataFormat: "NHWC" as never })],
  ["dataFormat", () => Conv2DTranspose(1, 3, { dataFormat: "channels_first" as never })],
  ["dataFormat", () => SeparableConv2D(1, 3, { dataFormat: "NHWC" as never })],
  ["dataFormat", () => GlobalAvgPool({ dataFormat: "NHWC" as never })],
  ["dataFormat", () => MaxPool(2, { dataFormat: "NHWC" as never })],
  ["dataFormat", () => BatchNormalization({ dataFormat: "NHWC" as never })],
  ["mergeMode", () => Bidirectional(() => GRU(2), { mergeMode: "average" as never })],
])("a misspelt %s is not taken for another", (name, make) => {
  expect(make).toThrow(`there is no such \`${name}\`. Expected `);
});

it.each<[string, () => unknown]>([
  ["Dropout", () => outputOf(Dropout(0.1), np.ones([2]), { key: rng } as never)],
  ["Embedding", () => outputOf(Embedding(2, 2), np.array([1]), { style: 1 } as never)],
  ["BatchNormalization", () => outputOf(BatchNormalization(), np.ones([2, 2]), { gamma: rng } as never)],
  ["LayerNormalization", () => outputOf(LayerNormalization(), np.ones([2, 2]), { gamma: rng } as never)],
])("a call of %s refuses an option that it does not have", (name, run) => {
  expect(run).toThrow(`${name}: there is no option`);
});
