import { jit, np, random, setBackend, type Tensor, valueAndGrad } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { describe, expect, it } from "vitest";
import {
  AvgPool,
  BatchNormalization,
  Bidirectional,
  Conv1D,
  Conv1DTranspose,
  Conv2D,
  Conv2DTranspose,
  Conv3D,
  Conv3DTranspose,
  DepthwiseConv1D,
  DepthwiseConv2D,
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
  RMSNormalization,
  SeparableConv1D,
  SeparableConv2D,
  SimpleRNN,
} from "../index.ts";
import { expectClose } from "./close.test-support.ts";
import figures from "./keras-layers.test-support.json" with { type: "json" };
import { spread } from "./spread.test-support.ts";

// Outputs, and gradients of sum(out · cos(arange)), of the layers of Keras 3.15 on JAX, float32.

/** Where a weight of Keras stands here, and how its elements are arranged. */
type Place = readonly [path: string, arrange?: (w: Tensor) => Tensor];

interface Case {
  readonly layer: () => Layer<never, Tensor>;
  readonly weights: readonly (Place | readonly Place[])[];
  readonly training?: boolean;
  readonly call?: () => object;
}

const plain: Case["weights"] = [["w"], ["b"]];
const affine: Case["weights"] = [["scale"], ["offset"]];
const cell = (at = ""): Case["weights"] => [[`${at}w`], [`${at}u`], [`${at}b`]];
const gru = (at = ""): Case["weights"] => [
  [`${at}w`],
  [`${at}u`],
  [
    [`${at}b`, (b) => b.at(0).get()],
    [`${at}recurrentB`, (b) => b.at(1).get()],
  ],
];
const running: Case["weights"] = [...affine, ["mean.average"], ["variance.average"]];
const eachChannel = (w: Tensor): Tensor => w.reshape([...w.shape.slice(0, -2), 1, -1]);
/** The weights of a transposed convolution: Keras keeps the kernel of the convolution whose gradient it is. */
const transposed: Place = [
  "w",
  (w) => {
    const axes = [...w.shape.keys()];
    return np.transpose(np.flip(w, axes.slice(0, -2)), [
      ...axes.slice(0, -2),
      axes.length - 1,
      axes.length - 2,
    ]);
  },
];
/** Weights of heads side by side: `[in, heads, size]` to `[in, heads · size]`. */
const attention: Case["weights"] = [
  ...["query", "key", "value"].flatMap((name): Place[] => [
    [`${name}.w`, (w) => w.reshape([w.shape[0], -1])],
    [`${name}.b`, (b) => b.ravel()],
  ]),
  ["output.w", (w) => w.reshape([-1, w.shape[2]])],
  ["output.b"],
];
const mask = [
  [1, 1, 0, 1],
  [1, 0, 0, 1],
];

const cases: Readonly<Record<string, Case>> = {
  Linear: { layer: () => Linear(5), weights: plain },
  Conv1D: { layer: () => Conv1D(3, 3, { stride: 2 }), weights: plain },
  Conv2D: { layer: () => Conv2D(3, 3, { stride: 2 }), weights: plain },
  "Conv2D valid, dilated": { layer: () => Conv2D(2, 2, { rate: 2, padding: "VALID" }), weights: plain },
  "Conv2D groups": { layer: () => Conv2D(4, 3, { groups: 2 }), weights: plain },
  Conv2DTranspose: {
    layer: () => Conv2DTranspose(3, 3, { stride: 2 }),
    weights: [transposed, ["b"]],
  },
  DepthwiseConv2D: {
    layer: () => DepthwiseConv2D(3, { channelMultiplier: 2 }),
    weights: [["w", eachChannel], ["b"]],
  },
  SeparableConv2D: {
    layer: () => SeparableConv2D(3, 3),
    weights: [["depthwise.w", eachChannel], ["pointwise.w"], ["pointwise.b"]],
  },
  Conv3D: { layer: () => Conv3D(2, 2, { stride: [1, 2, 1] }), weights: plain },
  Conv1DTranspose: { layer: () => Conv1DTranspose(2, 3, { stride: 2 }), weights: [transposed, ["b"]] },
  Conv3DTranspose: { layer: () => Conv3DTranspose(2, 2, { stride: 2 }), weights: [transposed, ["b"]] },
  DepthwiseConv1D: {
    layer: () => DepthwiseConv1D(3, { channelMultiplier: 2 }),
    weights: [["w", eachChannel], ["b"]],
  },
  SeparableConv1D: {
    layer: () => SeparableConv1D(2, 3),
    weights: [["depthwise.w", eachChannel], ["pointwise.w"], ["pointwise.b"]],
  },
  "MaxPool same": { layer: () => MaxPool(3, { strides: 2, padding: "SAME" }), weights: [] },
  "AvgPool same": { layer: () => AvgPool(3, { strides: 2, padding: "SAME" }), weights: [] },
  "AvgPool valid, channels first": {
    layer: () => AvgPool([2, 1], { dataFormat: "channelsFirst" }),
    weights: [],
  },
  GlobalAvgPool: { layer: () => GlobalAvgPool(), weights: [] },
  GlobalMaxPool: { layer: () => GlobalMaxPool({ keepdims: true }), weights: [] },
  InstanceNormalization: { layer: () => InstanceNormalization(), weights: affine },
  "LayerNormalization of two axes": { layer: () => LayerNormalization({ axis: [1, 2] }), weights: affine },
  LayerNormalization: { layer: () => LayerNormalization(), weights: affine },
  GroupNormalization: { layer: () => GroupNormalization(2), weights: affine },
  RMSNormalization: { layer: () => RMSNormalization(), weights: [["scale"]] },
  BatchNormalization: { layer: () => BatchNormalization(), weights: running, training: true },
  "BatchNormalization, evaluating": { layer: () => BatchNormalization(), weights: running, training: false },
  SimpleRNN: { layer: () => SimpleRNN(3), weights: cell() },
  "SimpleRNN sequences backwards": {
    layer: () => SimpleRNN(3, { returnSequences: true, goBackwards: true }),
    weights: cell(),
  },
  LSTM: { layer: () => LSTM(3), weights: cell() },
  "LSTM sequences": { layer: () => LSTM(3, { returnSequences: true }), weights: cell() },
  "LSTM masked": {
    layer: () => LSTM(3, { returnSequences: true }),
    weights: cell(),
    call: () => ({ mask: np.array(mask).astype("bool") }),
  },
  GRU: { layer: () => GRU(3, { returnSequences: true }), weights: gru() },
  "GRU reset before": { layer: () => GRU(3, { resetAfter: false }), weights: cell() },
  MultiHeadAttention: {
    layer: () => MultiHeadAttention(3, 2, { outputSize: 3 }),
    weights: attention,
    call: () => ({ key: spread([2, 5, 4], 7) }),
  },
  "MultiHeadAttention causal": {
    layer: () => MultiHeadAttention(3, 2),
    weights: attention,
    call: () => ({ key: spread([2, 4, 3], 1), isCausal: true }),
  },
  "Bidirectional LSTM": {
    layer: () => Bidirectional(() => LSTM(2, { returnSequences: true })),
    weights: [...cell("forward."), ...cell("backward.")],
  },
  "Bidirectional GRU sum": {
    layer: () => Bidirectional(() => GRU(2), { mergeMode: "sum" }),
    weights: [...gru("forward."), ...gru("backward.")],
  },
};

it("covers every figure", () => {
  expect(Object.keys(cases).sort()).toEqual(figures.cases.map(({ name }) => name).sort());
});

describe.each([
  ["reference", reference],
  ["cpu", () => cpu()],
] as const)("on %s", (_, backend) => {
  it.each(figures.cases)("$name", async ({ name, x: xShape, weights, out, gradX, gradW }) => {
    setBackend(backend());
    const { layer: make, weights: places, training = true, call } = cases[name]!;
    const layer = make();
    const trained: Record<string, unknown> = {};
    const states: Record<string, unknown> = {};
    weights.forEach(([kind, isTrained, shape], i) => {
      const values = spread(shape as number[], 10 + i);
      const value = String(kind).includes("variance") ? values.square().add(1) : values;
      for (const [path, arrange = (w: Tensor) => w] of placesAt(places, i)) {
        put(isTrained ? trained : states, path, arrange(value));
      }
    });
    const x = spread(xShape, xShape.length === 4 ? 3 : 1);
    const args = [x, ...(call ? [call()] : [])];
    const rng = random.key(0);
    // Running averages of Keras have no counters.
    const first = layer.init({ rng, args: args as never });
    const given = merged(first.states, states);
    const loss = (params: unknown, input: Tensor): readonly [Tensor, Tensor] => {
      const inputs = [input, ...args.slice(1)] as never;
      const { preds } = layer.apply({ rng, args: inputs, params, states: given, training });
      const signs = np.cos(np.arange(preds.size).astype("float32")).reshape(preds.shape);
      return [preds.mul(signs).sum(), preds];
    };
    for (const step of [
      valueAndGrad(loss, { hasAux: true, argnums: [0, 1] }),
      jit(valueAndGrad(loss, { hasAux: true, argnums: [0, 1] })),
    ]) {
      const [[, preds], [byParams, byX]] = step(trained, x);
      expect(preds.shape).toEqual(out.shape);
      expectClose(await preds.data(), out.data);
      expectClose(await byX.data(), gradX);
      let next = 0;
      for (const [i, [, isTrained, shape]] of weights.entries()) {
        if (!isTrained) continue;
        const figure = np.array(gradW[next++]!).reshape(shape as number[]);
        for (const [path, arrange = (w: Tensor) => w] of placesAt(places, i)) {
          expectClose(await take(byParams, path).data(), [...(await arrange(figure).data())]);
        }
      }
    }
  });
});

function placesAt(places: Case["weights"], i: number): readonly Place[] {
  const found = places[i]!;
  return typeof found[0] === "string" ? [found as Place] : (found as readonly Place[]);
}

function put(tree: Record<string, unknown>, path: string, value: Tensor): void {
  const names = path.split(".");
  const last = names.pop()!;
  let at = tree;
  for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
  at[last] = value;
}

function take(tree: unknown, path: string): Tensor {
  return path.split(".").reduce((at, name) => (at as Record<string, unknown>)[name], tree) as Tensor;
}

function merged(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  const [one, other] = [base, over] as Record<string, unknown>[];
  if (!Object.values(one!).some((child) => Object.getPrototypeOf(child) === Object.prototype)) {
    return { ...one, ...other };
  }
  return Object.fromEntries(Object.entries(one!).map(([name, child]) => [name, merged(child, other![name])]));
}
