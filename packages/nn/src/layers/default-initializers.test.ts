import { nn, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { expect, it } from "vitest";
import {
  BatchNormalization,
  Conv2D,
  Conv2DTranspose,
  DepthwiseConv2D,
  Embedding,
  GRU,
  type Layer,
  LayerNormalization,
  Linear,
  LSTM,
  SeparableConv2D,
} from "../index.ts";

setBackend(cpu());

const rng = random.key(0);
const rows = np.ones([2, 100]);
const image = np.ones([1, 3, 3, 16]);

function paramsOf<A extends readonly unknown[]>(layer: Layer<A>, ...args: A): Record<string, Tensor> {
  return layer.init({ rng, args }).params as Record<string, Tensor>;
}

/** The standard deviation of a normal distribution that is cut at two of its own. */
const CUT = 0.87962566;

// Elegy's: a truncated normal distribution with standard deviation 1/√fanIn (Haiku's, not corrected for the cut).
it.each<[string, Tensor, fanIn: number]>([
  ["Linear", paramsOf(Linear(64), rows)["w"]!, 100],
  ["Conv2D", paramsOf(Conv2D(64, 3), image)["w"]!, 144],
  ["Conv2D of groups", paramsOf(Conv2D(64, 3, { groups: 4 }), image)["w"]!, 36],
  ["Conv2DTranspose", paramsOf(Conv2DTranspose(64, 3), image)["w"]!, 144],
  ["DepthwiseConv2D", paramsOf(DepthwiseConv2D(3, { channelMultiplier: 16 }), image)["w"]!, 9],
  ["Embedding", paramsOf(Embedding(200, 20), np.array([[1]]))["embeddings"]!, 1],
])("%s begins with a truncated normal distribution", async (_, w, fanIn) => {
  const data = [...(await w.data())];
  const stddev = 1 / Math.sqrt(fanIn);
  expect(Math.max(...data.map(Math.abs))).toBeLessThanOrEqual(2 * stddev);
  expect(Math.max(...data.map(Math.abs))).toBeGreaterThan(1.9 * stddev);
  const spread = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
  expect(spread / (CUT * stddev)).toBeCloseTo(1, 1);
});

// Keras's, where Elegy has no such layer.
it("recurrent layers begin with Glorot's uniform distribution, orthogonal rows and a forget gate that is open", async () => {
  const { w, u, b } = paramsOf(LSTM(8), np.ones([1, 2, 40]));
  const limit = Math.sqrt(6 / (40 + 32));
  const largest = await np.abs(w!).max().item();
  expect(largest).toBeLessThanOrEqual(limit);
  expect(largest).toBeGreaterThan(0.95 * limit);
  const product = await np.dot(u!, np.transpose(u!)).data();
  product.forEach((value: number, i: number) => expect(value).toBeCloseTo(i % 9 === 0 ? 1 : 0, 5));
  expect(await b!.reshape([4, 8]).mean({ axis: 1 }).array()).toEqual([0, 1, 0, 0]);
  expect(await paramsOf(GRU(3), np.ones([1, 2, 4]))["b"]!.array()).toEqual(
    Array.from({ length: 9 }, () => 0),
  );
});

it("biases and offsets begin with 0, scales with 1", async () => {
  for (const layer of [Linear(3), Conv2D(3, 3)]) {
    expect(await paramsOf(layer, image)["b"]!.array()).toEqual([0, 0, 0]);
  }
  for (const layer of [BatchNormalization(), LayerNormalization()]) {
    const { scale, offset } = paramsOf(layer, np.ones([2, 3]));
    expect([await scale!.array(), await offset!.array()]).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ]);
  }
});

it("what an initializer is given goes to its parameter", async () => {
  const { constant } = nn.initializers;
  const options = { wInit: constant(2), bInit: constant(3) };
  const { params } = SeparableConv2D(2, 3, { ...options, pointwiseInit: constant(4) }).init({
    rng,
    args: [image],
  });
  const parts = params as Record<"depthwise" | "pointwise", Record<string, Tensor>>;
  const first = async (x: Tensor | undefined): Promise<number> => x!.ravel().at(0).get().item();
  expect(await first(parts.depthwise["w"])).toBe(2);
  expect(await first(parts.pointwise["w"])).toBe(4);
  expect(await first(parts.pointwise["b"])).toBe(3);
  expect(Object.keys(parts.depthwise)).toEqual(["w"]);
});
