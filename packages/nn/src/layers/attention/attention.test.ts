import { lax, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  keyValueCache,
  MultiHeadAttention,
  type MultiHeadAttentionOptions,
  PositionEmbedding,
  RotaryEmbedding,
  SinusoidalEncoding,
  Transformer,
  TransformerEncoder,
} from "../../index.ts";

setBackend(cpu());

const rng = random.key(0);
const x = random.normal(random.key(5), [2, 6, 8]);

describe("MultiHeadAttention", () => {
  it.each<[string, MultiHeadAttentionOptions]>([
    ["plain", {}],
    ["of grouped heads", { keyValueHeads: 2 }],
    ["rotary", { rotary: true }],
  ])("%s: a cache gives token by token what the whole sequence gives", async (_, options) => {
    const attention = MultiHeadAttention(4, 4, { ...options, returnDetails: true });
    const { params, states } = attention.init({ rng, args: [x] });
    const call = { rng, params, states, training: false };
    const whole = attention.apply({ ...call, args: [x, { isCausal: true }] }).preds.output;
    let cache = keyValueCache({ batch: 2, maxLength: 9, heads: options.keyValueHeads ?? 4, headSize: 4 });
    const outputs: Tensor[] = [];
    // A beginning of three tokens, and then one at a time.
    for (const [from, to] of [
      [0, 3],
      [3, 4],
      [4, 5],
      [5, 6],
    ] as const) {
      const part = lax.slice(x, [0, from, 0], [2, to, 8]);
      const { preds } = attention.apply({ ...call, args: [part, { cache }] });
      outputs.push(preds.output);
      cache = preds.cache!;
    }
    expect(await cache.length.item()).toBe(6);
    await expectClose(np.concatenate(outputs, { axis: 1 }), whole);
  });

  it("gives weights that sum to 1, of the keys that a mask leaves", async () => {
    const attention = MultiHeadAttention(4, 2, { returnDetails: true });
    const mask = np.array([1, 1, 0, 1, 0, 1]).astype("bool").reshape([1, 1, 1, 6]);
    const { weights } = attention.init({ rng, args: [x, { mask }] }).preds;
    await expectClose(weights.sum({ axis: -1 }), np.ones([2, 2, 6]));
    expect(await weights.mul(mask.logicalNot()).sum().item()).toBe(0);
  });

  it("drops weights while training alone", async () => {
    const attention = MultiHeadAttention(4, 2, { dropout: 0.5 });
    const { params, states } = attention.init({ rng, args: [x] });
    const run = (training: boolean, key: number): Tensor =>
      attention.apply({ rng: random.key(key), args: [x], params, states, training }).preds;
    await expectClose(run(false, 1), run(false, 2));
    expect(await run(true, 1).array()).not.toEqual(await run(true, 2).array());
  });

  it("refuses a cache that does not fit", () => {
    const attention = MultiHeadAttention(4, 2);
    const cache = keyValueCache({ batch: 2, maxLength: 4, heads: 2, headSize: 4 });
    expect(() => attention.init({ rng, args: [x, { cache }] })).toThrow(
      "MultiHeadAttention: the cache does not fit. Expected f32[2,n,2,4] with n ≥ 6; received f32[2,4,2,4].",
    );
  });
});

describe("positions", () => {
  it("turned by position, products depend on distance", async () => {
    const [q, k] = [0, 1].map((i) => random.normal(random.key(i), [1, 1, 1, 8]).broadcastTo([1, 5, 1, 8]));
    const turned = (v: Tensor | undefined): Tensor =>
      RotaryEmbedding()
        .init({ rng, args: [v!] })
        .preds.reshape([5, 8]);
    const products = np.dot(turned(q), np.transpose(turned(k)));
    await expectClose(lax.slice(products, [0, 0], [3, 3]), lax.slice(products, [2, 2], [5, 5]));
  });

  it.each<[string, () => unknown, string]>([
    [
      "rotary, odd",
      () => RotaryEmbedding().init({ rng, args: [np.ones([1, 2, 1, 3])] }),
      "RotaryEmbedding: the features cannot be paired.",
    ],
    [
      "sinusoidal, odd",
      () => SinusoidalEncoding().init({ rng, args: [np.ones([2, 3])] }),
      "SinusoidalEncoding: the features cannot be paired.",
    ],
    [
      "too long",
      () => PositionEmbedding(4).init({ rng, args: [x] }),
      "PositionEmbedding: the sequence is too long. Expected at most 4 steps; received f32[2,6,8].",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("transformers", () => {
  it.each([true, false])(
    "normalize first: %s; a causal decoder does not see what comes later",
    async (normFirst) => {
      const net = Transformer({ numHeads: 2, numEncoderLayers: 1, numDecoderLayers: 2, normFirst });
      const { params, states } = net.init({ rng, args: [x, x] });
      const run = (target: Tensor): Tensor =>
        net.apply({ rng, args: [x, target], params, states, training: false }).preds;
      const changed = x.at("...", "4:", ":").set(0);
      await expectClose(run(changed).at(":", "0:4").get(), run(x).at(":", "0:4").get());
      expect(await run(changed).at(0, 5, 0).get().item()).not.toBe(await run(x).at(0, 5, 0).get().item());
    },
  );

  it("say which features do not fit the heads", () => {
    expect(() => TransformerEncoder(1, { numHeads: 3 }).init({ rng, args: [x] })).toThrow(
      "TransformerEncoderLayer: the features cannot be divided among the heads. Expected a multiple of 3; received f32[2,6,8]. Pass headSize.",
    );
  });
});

async function expectClose(actual: Tensor, expected: Tensor): Promise<void> {
  expect(actual.shape).toEqual(expected.shape);
  expect(await np.abs(actual.sub(expected)).max().item()).toBeLessThan(1e-5);
}
