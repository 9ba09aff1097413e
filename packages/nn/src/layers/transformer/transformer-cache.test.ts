import { jit, lax, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import {
  type DecoderCache,
  type KeyValueCache,
  keyValueCache,
  TransformerDecoder,
  TransformerEncoder,
  type TransformerLayerOptions,
} from "../../index.ts";

const SIZE = { batch: 2, maxLength: 9, heads: 4, headSize: 2 };
/** A beginning of three tokens, and then one at a time. */
const PARTS = [
  [0, 3],
  [3, 4],
  [4, 5],
  [5, 6],
] as const;

describe.each([
  ["reference", reference],
  ["cpu", () => cpu()],
] as const)("on %s, token by token as the whole sequence", (_, backend) => {
  beforeEach(() => setBackend(backend()));
  const inputs = () => ({
    rng: random.key(0),
    x: random.normal(random.key(5), [2, 6, 8]),
    memory: random.normal(random.key(6), [2, 5, 3]),
  });
  const partOf = (x: Tensor, from: number, to: number): Tensor => lax.slice(x, [0, from, 0], [2, to, 8]);

  it.each<[string, TransformerLayerOptions]>([
    ["an encoder", {}],
    ["normalized first, of grouped heads", { normFirst: true, keyValueHeads: 2 }],
    ["rotary", { rotary: true }],
  ])("%s", async (__, more) => {
    const { rng, x } = inputs();
    const options = { numHeads: 4, dropout: 0, ...more };
    const net = TransformerEncoder(2, options);
    const [params, whole] = jit((input: Tensor) => {
      const made = net.init({ rng, args: [input, { isCausal: true }] });
      return [made.params, made.preds] as const;
    })(x);
    const call = { rng, params, states: {}, training: false };
    const details = TransformerEncoder(2, { ...options, returnDetails: true });
    let traces = 0;
    const step = jit((part: Tensor, cache: readonly KeyValueCache[]) => {
      traces++;
      return details.apply({ ...call, args: [part, { cache }] }).preds;
    });
    const one = keyValueCache({ ...SIZE, heads: more.keyValueHeads ?? 4 });
    let cache: readonly KeyValueCache[] = [one, one];
    const outputs = PARTS.map(([from, to]) => {
      const found = step(partOf(x, from, to), cache);
      cache = found.cache!;
      return found.output;
    });
    // One program for the beginning, and one for all single tokens.
    expect(traces).toBe(2);
    await expectClose(np.concatenate(outputs, { axis: 1 }), whole);
  });

  it.each<[string, TransformerLayerOptions]>([
    ["a decoder", {}],
    ["a decoder, normalized first and rotary", { normFirst: true, rotary: true }],
  ])("%s, which is given its memory once", async (__, more) => {
    const { rng, x, memory } = inputs();
    const options = { numHeads: 4, dropout: 0, ...more };
    const net = TransformerDecoder(2, options);
    const memoryMask = np.array([1, 1, 0, 1, 1]).astype("bool").reshape([1, 1, 1, 5]);
    const [params, whole] = jit((target: Tensor, given: Tensor) => {
      const made = net.init({ rng, args: [target, given, { memoryMask }] });
      return [made.params, made.preds] as const;
    })(x, memory);
    const call = { rng, params, states: {}, training: false };
    const details = TransformerDecoder(2, { ...options, returnDetails: true });
    const step = jit((part: Tensor, given: Tensor | null, cache: readonly DecoderCache[]) => {
      return details.apply({ ...call, args: [part, given, { cache, memoryMask }] }).preds;
    });
    const empty = { self: keyValueCache(SIZE), memory: null };
    let cache: readonly DecoderCache[] = [empty, empty];
    const outputs = PARTS.map(([from, to]) => {
      const found = step(partOf(x, from, to), from === 0 ? memory : null, cache);
      cache = found.cache!;
      return found.output;
    });
    await expectClose(np.concatenate(outputs, { axis: 1 }), whole);
  });
});

describe("what cannot be", () => {
  beforeEach(() => setBackend(cpu()));
  const rng = (): Tensor => random.key(0);
  const x = (): Tensor => np.ones([2, 3, 8]);

  it.each<[string, () => unknown, string]>([
    [
      "no memory",
      () => TransformerDecoder(1, { numHeads: 4 }).init({ rng: rng(), args: [x(), null] }),
      "TransformerDecoderLayer: there is no memory to attend to.",
    ],
    [
      "a cache too few",
      () =>
        TransformerEncoder(2, { numHeads: 4 }).init({
          rng: rng(),
          args: [x(), { cache: [keyValueCache(SIZE)] }],
        }),
      "TransformerEncoder: there is not one cache for each layer. Expected 2; received 1.",
    ],
    [
      "an option of a call",
      () =>
        TransformerEncoder(1, { numHeads: 4 }).init({ rng: rng(), args: [x(), { causal: true } as object] }),
      "TransformerEncoderLayer: there is no option `causal`. Expected mask, isCausal, cache; received causal.",
    ],
    [
      "a size of a cache",
      () => keyValueCache({ ...SIZE, heads: 0 }),
      "keyValueCache: `heads` is out of range. Expected a whole number ≥ 1; received 0.",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
  });
});

async function expectClose(actual: Tensor, expected: Tensor): Promise<void> {
  expect(actual.shape).toEqual(expected.shape);
  expect(await np.abs(actual.sub(expected)).max().item()).toBeLessThan(1e-5);
}
