import { jit, lax, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  type KeyValueCache,
  keyValueCache,
  type Layer,
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

  it("attends to what an earlier call made of the keys", async () => {
    const attention = MultiHeadAttention(4, 2, { outputSize: 5, returnDetails: true });
    const memory = random.normal(random.key(6), [2, 3, 7]);
    const { params, states, preds } = attention.init({ rng, args: [x, { key: memory }] });
    const args = [x, { projected: preds.projected }] as const;
    const again = attention.apply({ rng, params, states, training: false, args: [...args] });
    await expectClose(again.preds.output, preds.output);
  });

  describe("a cache without room", () => {
    const attention = MultiHeadAttention(4, 2, { returnDetails: true });
    const { params, states } = attention.init({ rng, args: [x] });
    const call = { rng, params, states, training: false };
    const apply = (part: Tensor, cache: KeyValueCache) =>
      attention.apply({ ...call, args: [part, { cache }] }).preds;
    const full = apply(x, keyValueCache({ batch: 2, maxLength: 6, heads: 2, headSize: 4 })).cache!;
    const one = np.ones([2, 1, 8]);

    it("is an error where its length can be seen", () => {
      expect(() => apply(one, full)).toThrow(
        "MultiHeadAttention: the cache is full. Expected at most 6 tokens in all calls together; received 7.",
      );
    });

    it("gives NaN in a compiled program, and never the wrong token", async () => {
      const { output } = jit(apply)(one, full);
      expect([...(await output.data())].every(Number.isNaN)).toBe(true);
    });
  });

  const cache = keyValueCache({ batch: 2, maxLength: 4, heads: 2, headSize: 4 });
  it.each<[string, () => unknown, string]>([
    [
      "a cache that does not fit",
      () => MultiHeadAttention(4, 2).init({ rng, args: [x, { cache }] }),
      "MultiHeadAttention: the cache does not fit. Expected f32[2,n,2,4] with n ≥ 6; received f32[2,4,2,4].",
    ],
    [
      "heads that cannot be shared",
      () => MultiHeadAttention(4, 4, { keyValueHeads: 3 }),
      "MultiHeadAttention: the heads of keys cannot be shared among those of queries. Expected keyValueHeads that divide numHeads, 4; received 3.",
    ],
    [
      "keys beside what was made of them",
      () => MultiHeadAttention(4, 2).init({ rng, args: [x, { key: x, projected: cache }] }),
      "MultiHeadAttention: `projected` stands instead of `key`, `value` and `cache`. Expected one of them; received key, projected.",
    ],
    [
      "what was made of keys alone",
      () => MultiHeadAttention(4, 2).init({ rng, args: [x, { projected: cache }] }),
      "MultiHeadAttention: there is no value to take the features of the result from. Expected `outputSize`; received `projected` alone.",
    ],
    [
      "an option of a call",
      () => MultiHeadAttention(4, 2).init({ rng, args: [x, { causal: true } as object] }),
      "MultiHeadAttention: there is no option `causal`.",
    ],
  ])("refuses %s", (_, run, message) => {
    expect(run).toThrow(message);
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

  it.each<[string, () => Layer<[x: Tensor, first?: Tensor | number], Tensor>, Tensor]>([
    ["sinusoidal", () => SinusoidalEncoding(), x],
    ["rotary", () => RotaryEmbedding(), x.reshape([2, 6, 2, 4])],
    ["learned", () => PositionEmbedding(8), x],
  ])("%s: a part that begins later is that part of the whole", async (_, make, input) => {
    const positions = make();
    const { params, states } = positions.init({ rng, args: [input] });
    const run = jit((part: Tensor, first: Tensor) =>
      positions.apply({ rng, params, states, training: false, args: [part, first] }),
    );
    const whole = run(input, np.array(0)).preds;
    await expectClose(run(input.get(":", "2:5"), np.array(2)).preds, whole.get(":", "2:5"));
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
