import { type DType, grad, jit, np, random, setBackend, type Tensor, tree } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  AdaptiveMaxPool,
  AvgPool,
  BatchNormalization,
  Bidirectional,
  Conv1D,
  Conv2D,
  Conv2DTranspose,
  DepthwiseConv2D,
  Flatten,
  GlobalAvgPool,
  GroupNormalization,
  GRU,
  InstanceNormalization,
  type Layer,
  LayerNormalization,
  Linear,
  LSTM,
  MaxPool,
  Residual,
  RMSNormalization,
  SeparableConv2D,
  SimpleRNN,
} from "../index.ts";
import { expectClose } from "./close.test-support.ts";
import figures from "./float16.test-support.json" with { type: "json" };

setBackend(cpu());

type OneToOne = Layer<[x: Tensor], Tensor>;

const rng = random.key(3);
const image = random.normal(random.key(1), [2, 4, 4, 4]).astype("float16");
const sequence = random.normal(random.key(2), [2, 4, 4]).astype("float16");

// As in Flax and JAX, `float32` parameters make a `float32` result; what normalizes or has no parameters keeps the dtype.
const layers: readonly (readonly [name: string, OneToOne, Tensor, DType])[] = [
  ["Linear", Linear(3), sequence, "float32"],
  ["Conv1D", Conv1D(3, 3), sequence, "float32"],
  ["Conv2D", Conv2D(3, 3), image, "float32"],
  ["Conv2DTranspose", Conv2DTranspose(3, 3, { stride: 2 }), image, "float32"],
  ["DepthwiseConv2D", DepthwiseConv2D(3), image, "float32"],
  ["SeparableConv2D", SeparableConv2D(3, 3), image, "float32"],
  ["SimpleRNN", SimpleRNN(3), sequence, "float32"],
  ["LSTM", LSTM(3), sequence, "float32"],
  ["GRU", GRU(3), sequence, "float32"],
  ["Bidirectional", Bidirectional(() => GRU(3)), sequence, "float32"],
  ["Residual", Residual(Linear(4)), sequence, "float32"],
  ["BatchNormalization", BatchNormalization(), image, "float16"],
  ["LayerNormalization", LayerNormalization(), image, "float16"],
  ["RMSNormalization", RMSNormalization(), image, "float16"],
  ["GroupNormalization", GroupNormalization(2), image, "float16"],
  ["InstanceNormalization", InstanceNormalization(), image, "float16"],
  ["MaxPool", MaxPool(2), image, "float16"],
  ["AvgPool", AvgPool(2), image, "float16"],
  ["GlobalAvgPool", GlobalAvgPool(), image, "float16"],
  ["AdaptiveMaxPool", AdaptiveMaxPool([3, 2]), image, "float16"],
  ["Flatten", Flatten(), image, "float16"],
];

const converted = (values: unknown, dtype: DType): unknown =>
  tree.map((value: Tensor) => value.astype(dtype), values);

describe.each(layers)("%s", (_, layer, x, dtype) => {
  const { params, states } = layer.init({ rng, args: [x] });
  const apply = (given: unknown, input: Tensor): Tensor =>
    layer.apply({ rng, args: [input], params: given, states, training: true }).preds;

  it("gives for half floats what it gives for the same numbers, and learns", async () => {
    const half = apply(params, x);
    expect(half.dtype).toBe(dtype);
    expectClose(await numbers(half), await apply(params, x.astype("float32")).data(), 2e-3);
    const loss = (given: unknown, input: Tensor): Tensor =>
      apply(given, input).astype("float32").square().sum();
    const [byParams, byX] = jit(grad(loss, { argnums: [0, 1] }))(params, x);
    expect(byX.dtype).toBe("float16");
    for (const leaf of tree.leaves(byParams) as Tensor[]) expect(leaf.dtype).toBe("float32");
    for (const leaf of tree.leaves([byParams, byX]) as Tensor[]) {
      expect([...(await leaf.astype("float32").data())].every(Number.isFinite)).toBe(true);
    }
  });

  it("computes in half floats with parameters that were converted", async () => {
    const half = apply(converted(params, "float16"), x);
    expect(half.dtype).toBe("float16");
    expectClose(await numbers(half), await apply(params, x.astype("float32")).data(), 2e-2);
  });
});

// Of inputs up to 600, whose squares and sums float16 cannot hold, in Keras 3.15 on JAX with the policy mixed_float16.
const large: Readonly<Record<string, OneToOne>> = {
  LayerNormalization: LayerNormalization(),
  GroupNormalization: GroupNormalization(3),
  RMSNormalization: RMSNormalization(),
  BatchNormalization: BatchNormalization(),
  GlobalAvgPool: GlobalAvgPool(),
};

it.each(figures.cases)(
  "$name computes with more digits and range than float16 has",
  async ({ name, out }) => {
    const values = Float32Array.from({ length: 24 }, (_, i) => 600 * Math.sin(1 + 0.7 * i));
    const x = np.array(values, { shape: [2, 2, 2, 3] }).astype("float16");
    const { preds } = large[name]!.init({ rng, args: [x] });
    expect(preds.dtype).toBe("float16");
    expectClose(await numbers(preds), out, 1e-3);
  },
);

it("AvgPool does not overflow where a sum would", async () => {
  const x = np.full([1, 10, 10, 1], 1000).astype("float16");
  expect(
    await AvgPool(10)
      .init({ rng, args: [x] })
      .preds.item(),
  ).toBe(1000);
});

it("a parameter of another kind than float is refused", () => {
  const { params } = Linear(2).init({ rng, args: [sequence] });
  const call = { rng, args: [sequence] as [Tensor], params: converted(params, "int32"), states: {} };
  expect(() => Linear(2).apply({ ...call, training: true })).toThrow("Expected f32[4,2]; received i32[4,2].");
});

const numbers = (x: Tensor): Promise<ArrayLike<number>> => x.astype("float32").data();
