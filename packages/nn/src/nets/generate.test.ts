import { jit, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, it } from "vitest";
import { layer, nets } from "../index.ts";

const LENGTH = 8;
const gpt = nets.GPT({ vocabSize: 7, maxLength: LENGTH, width: 8, numHeads: 2 });

const made = (): object => {
  const init = jit((ids: Tensor) => gpt.init({ rng: random.key(3), args: [ids] }).params);
  // Of a larger scale than those to begin training with, so that likelihoods differ.
  return jit((params: { tokens: { embeddings: Tensor } }) => ({
    ...params,
    tokens: { embeddings: params.tokens.embeddings.mul(20) },
  }))(init(np.zeros([1, LENGTH], { dtype: "int32" })) as { tokens: { embeddings: Tensor } });
};

describe.each([
  ["reference", reference],
  ["cpu", () => cpu()],
] as const)("on %s", (_, backend) => {
  beforeEach(() => setBackend(backend()));

  it("takes token by token what the whole network finds likeliest, from its last half where it is full", async () => {
    const params = made();
    const logits = jit((ids: Tensor) => {
      return gpt.apply({ rng: random.key(0), args: [ids], params, states: {}, training: false }).preds;
    });
    const expected = async (prompt: readonly number[], count: number): Promise<number[]> => {
      const tokens = [...prompt];
      let seen = [...prompt];
      for (let i = 0; i < count; i++) {
        if (seen.length > LENGTH) seen = seen.slice(-LENGTH / 2);
        const padded = Array.from({ length: LENGTH }, (__, at) => seen[at] ?? 0);
        const rows = (await logits(np.array([padded])).array()) as number[][][];
        const row = rows[0]![seen.length - 1]!;
        const token = row.indexOf(Math.max(...row));
        tokens.push(token);
        seen.push(token);
      }
      return tokens;
    };
    const prompts = [[1, 2, 3], [6], [5, 4, 3, 2, 1, 0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6, 0]];
    const texts = await nets.generate(gpt, { params, prompts, maxNewTokens: 11, temperature: 0 });
    for (const [i, prompt] of prompts.entries()) expect(texts[i]).toEqual(await expected(prompt, 11));
  });
});

describe("what is drawn", () => {
  beforeEach(() => setBackend(cpu()));

  it("is the same for the same key, whatever the other prompts are", async () => {
    const params = made();
    const options = { params, maxNewTokens: 10, key: random.key(1) };
    const draw = (prompts: readonly number[][], key = options.key) =>
      nets.generate(gpt, { ...options, prompts, key });
    const [one] = await draw([[2, 3, 1]]);
    expect(one).toHaveLength(13);
    expect((await draw([[2, 3, 1], [4]]))[0]).toEqual(one);
    expect((await draw([[2, 3, 1]], random.key(2)))[0]).not.toEqual(one);
    // Each of the same prompts has keys of its own.
    const [a, b] = await draw([
      [2, 3, 1],
      [2, 3, 1],
    ]);
    expect(a).not.toEqual(b);
  });

  it("ends after the stop token, each text on its own", async () => {
    const params = made();
    const options = { params, prompts: [[2, 3, 1], [4], [5, 5]], maxNewTokens: 20, key: random.key(1) };
    const free = await nets.generate(gpt, options);
    const texts = await nets.generate(gpt, { ...options, stopToken: 2 });
    const expected = free.map((text, i) => {
      const { length } = options.prompts[i]!;
      const end = text.indexOf(2, length);
      return end === -1 ? text : text.slice(0, end + 1);
    });
    expect(texts).toEqual(expected);
    expect(new Set(texts.map(({ length }) => length)).size).toBeGreaterThan(1);
  });

  it("compiles once for all prompts, keys, temperatures and lengths", async () => {
    let traces = 0;
    const { model } = chances([1, 2, 3], () => traces++);
    const draw = (more: object) =>
      nets.generate(model, { params: {}, prompts: [[0]], maxNewTokens: 3, key: random.key(0), ...more });
    await draw({});
    const once = traces;
    await draw({ prompts: [[1, 2, 0]], maxNewTokens: 30, key: random.key(7), temperature: 2, stopToken: 1 });
    expect(traces).toBe(once);
    await draw({ prompts: [[1], [2]] });
    expect(traces).toBe(2 * once);
  });

  // Of tokens with probabilities 0.1, 0.2, 0.3 and 0.4.
  it.each<[string, Partial<nets.GenerateOptions>, readonly number[]]>([
    ["all", {}, [0.1, 0.2, 0.3, 0.4]],
    ["at temperature 0.5", { temperature: 0.5 }, [1 / 30, 4 / 30, 9 / 30, 16 / 30]],
    ["the top 2", { topK: 2 }, [0, 0, 3 / 7, 4 / 7]],
    ["the top 1", { topK: 1 }, [0, 0, 0, 1]],
    ["the top 0.69", { topP: 0.69 }, [0, 0, 3 / 7, 4 / 7]],
    ["the top 0.71", { topP: 0.71 }, [0, 2 / 9, 3 / 9, 4 / 9]],
    ["the top 0.01", { topP: 0.01 }, [0, 0, 0, 1]],
    // Of the three that are left, 4/9 + 3/9 are more than 0.75.
    ["the top 3 and of these 0.75", { topK: 3, topP: 0.75 }, [0, 0, 3 / 7, 4 / 7]],
  ])("draws from %s", async (_, options, expected) => {
    const { model } = chances([1, 2, 3, 4]);
    const count = 4000;
    const prompts = Array.from({ length: 100 }, () => [0]);
    const key = random.key(5);
    const texts = await nets.generate(model, {
      params: {},
      prompts,
      maxNewTokens: count / 100,
      key,
      ...options,
    });
    const drawn = texts.flatMap((text) => text.slice(1));
    expect(drawn).toHaveLength(count);
    for (const [token, chance] of expected.entries()) {
      const share = drawn.filter((one) => one === token).length / count;
      // Five standard deviations; what cannot be, is never.
      expect(Math.abs(share - chance)).toBeLessThanOrEqual(5 * Math.sqrt((chance * (1 - chance)) / count));
    }
  });
});

describe("refuses", () => {
  beforeEach(() => setBackend(cpu()));
  it.each<[string, Partial<nets.GenerateOptions>, string]>([
    [
      "no prompts",
      { prompts: [] },
      "`prompts` is out of range. Expected at least one prompt; received none.",
    ],
    [
      "an empty prompt",
      { prompts: [[1], []] },
      "Expected at least one token in each; received none in prompt 1.",
    ],
    [
      "a token that there is not",
      { prompts: [[7]] },
      "`prompts` is out of range. Expected a whole number in [0, 7); received 7.",
    ],
    ["half a token", { prompts: [[0.5]] }, "received 0.5."],
    [
      "a negative count",
      { maxNewTokens: -1 },
      "`maxNewTokens` is out of range. Expected a whole number ≥ 0; received -1.",
    ],
    [
      "a negative temperature",
      { temperature: -1 },
      "`temperature` is out of range. Expected a number ≥ 0; received -1.",
    ],
    ["NaN", { temperature: NaN }, "`temperature`"],
    [
      "more than there are",
      { topK: 8 },
      "`topK` is out of range. Expected a whole number in [1, 7]; received 8.",
    ],
    ["no probability", { topP: 0 }, "`topP` is out of range. Expected a number in (0, 1]; received 0."],
    ["a foreign stop token", { stopToken: -1 }, "`stopToken` is out of range."],
    [
      "no key",
      { temperature: 1 },
      "`key` is out of range. Expected u32[2], as random.key(0) makes it; received undefined.",
    ],
    ["an option that there is not", { topk: 3 } as object, "generate: there is no option `topk`."],
  ])("%s", async (_, options, message) => {
    const run = nets.generate(gpt, {
      params: {},
      prompts: [[1]],
      maxNewTokens: 1,
      temperature: 0,
      ...options,
    });
    await expect(run).rejects.toThrow(message);
  });

  it("logits that are not numbers", async () => {
    const { model } = chances([1, NaN]);
    const run = nets.generate(model, { params: {}, prompts: [[0]], maxNewTokens: 1, temperature: 0 });
    await expect(run).rejects.toThrow(
      "generate: the network gives logits that are not numbers. Expected numbers; received NaN.",
    );
  });

  it("nothing to add: the prompts come back", async () => {
    const run = nets.generate(gpt, { params: {}, prompts: [[1, 2]], maxNewTokens: 0, temperature: 0 });
    expect(await run).toEqual([[1, 2]]);
  });
});

/** A model that gives every token the same chances, whatever came before. */
function chances(weights: readonly number[], traced: () => void = () => {}): { model: nets.LanguageModel } {
  const cached = layer("Chances", {}, (_, ids: Tensor, { cache, step }: nets.CachedCall) => {
    traced();
    const shape = [ids.shape[0], step === undefined ? ids.shape[1] : 1, weights.length];
    return { logits: np.log(np.array(weights, { dtype: "float32" })).broadcastTo(shape), cache };
  });
  return { model: { vocabSize: weights.length, maxLength: 8, cached, emptyCache: () => [] } };
}
