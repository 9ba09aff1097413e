import { ArgumentInvalidError, isTensor, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";
import { type OptionNames, requireOptions } from "../layers/require.ts";
import { continueTexts } from "./generation-program.ts";
import type { LanguageModel } from "./language-model.ts";
import { LogitsInvalidError } from "./logits-invalid-error.ts";

export interface GenerateOptions {
  /** The parameters of the network, as `model.states.netParams`. */
  readonly params: unknown;
  /** What the texts begin with, each at least one token, of any lengths. */
  readonly prompts: readonly Iterable<number>[];
  /** How many tokens to add to each. */
  readonly maxNewTokens: number;
  /** What logits are divided by: 0 takes the likeliest token, 1 draws as the network says, more draws more freely. Default 1. */
  readonly temperature?: number;
  /** Draw from so many of the likeliest tokens. Default: from all. */
  readonly topK?: number;
  /** Draw from the likeliest tokens that have this probability together, in (0, 1]. Default 1. */
  readonly topP?: number;
  /** A text is finished after this token. Default: none does that. */
  readonly stopToken?: number;
  /** What is drawn: `u32[2]`. Needed unless the temperature is 0. */
  readonly key?: Tensor;
}

const OPTIONS: OptionNames<GenerateOptions> = {
  params: true,
  prompts: true,
  maxNewTokens: true,
  temperature: true,
  topK: true,
  topP: true,
  stopToken: true,
  key: true,
};

/**
 * Goes on from prompts token by token: the prompts with what follows, of which the stop token is the last.
 *
 * A whole context is one call of a program that is compiled once for each network, number of prompts, `topK`, and
 * whether `temperature` and `topP` count. Where a text outgrows the network's `maxLength`, it goes on from its last half of that.
 * What a text gets depends on the key, its place among the prompts and its own tokens, not on the other prompts.
 *
 * @throws ArgumentInvalidError for numbers out of range, an empty prompt, or a key that is missing.
 * @throws LogitsInvalidError if the network gives NaN.
 * @example
 * ```ts
 * import { nets } from "@elegy/nn";
 *
 * const gpt = nets.GPT({ vocabSize: 11, maxLength: 8, width: 16 });
 * const { params } = gpt.init({ rng: random.key(0), args: [np.array([[3, 1, 4, 1, 5]])] });
 * const key = random.key(1);
 * const texts = await nets.generate(gpt, { params, prompts: [[3, 1], [4]], maxNewTokens: 12, topK: 5, key });
 * texts.map(({ length }) => length); // => [14,13]
 * ```
 */
export async function generate(
  network: LanguageModel,
  options: GenerateOptions,
): Promise<readonly (readonly number[])[]> {
  requireOptions("generate", options, OPTIONS);
  const { params, maxNewTokens, temperature = 1, topK = 0, topP = 1, stopToken = -1 } = options;
  const prompts = options.prompts.map((prompt) => [...prompt]);
  requireGenerateOptions(network, options, prompts);
  const drawing = {
    key: options.key ?? random.key(0),
    stopToken: np.array(stopToken),
    temperature: np.array(temperature || 1, { dtype: "float32" }),
    topP: np.array(topP, { dtype: "float32" }),
  };
  let texts = prompts.map((tokens) => ({ tokens, drawn: 0, done: maxNewTokens === 0 }));
  while (texts.some(({ done }) => !done)) {
    const seen = texts.map(({ tokens }) => endOf(tokens, network.maxLength));
    const written = continueTexts(
      network,
      { greedy: temperature === 0, topK, nucleus: topP < 1 },
      params,
      {
        ids: idsOf(seen, network.maxLength + 1),
        // One that is finished does not make the others go over their tokens again.
        lengths: int32(texts.map(({ done }, i) => (done ? network.maxLength : seen[i]!.length))),
        limits: int32(texts.map(({ drawn }, i) => seen[i]!.length + maxNewTokens - drawn)),
        done: np.array(texts.map(({ done }) => done)),
        drawn: int32(texts.map(({ drawn }) => drawn)),
      },
      drawing,
    );
    const [ids, lengths, done, lost] = await Promise.all([
      written.ids.array() as Promise<number[][]>,
      written.lengths.data(),
      written.done.data(),
      written.lost.item(),
    ]);
    if (lost) throw new LogitsInvalidError();
    texts = texts.map((text, i) => {
      if (text.done) return text;
      const more = ids[i]!.slice(seen[i]!.length, lengths[i]);
      return { tokens: [...text.tokens, ...more], drawn: text.drawn + more.length, done: done[i] === 1 };
    });
  }
  return texts.map(({ tokens }) => tokens);
}

/** What a network sees of a text: all of it, or its last half context. */
function endOf(tokens: readonly number[], maxLength: number): readonly number[] {
  return tokens.length <= maxLength ? tokens : tokens.slice(-Math.ceil(maxLength / 2));
}

function idsOf(rows: readonly (readonly number[])[], room: number): Tensor {
  const padded = rows.flatMap((row) => [...row, ...Array.from({ length: room - row.length }, () => 0)]);
  return np.array(Int32Array.from(padded), { shape: [rows.length, room] });
}

function int32(numbers: readonly number[]): Tensor {
  return np.array(Int32Array.from(numbers));
}

function requireGenerateOptions(
  { vocabSize }: LanguageModel,
  { maxNewTokens, temperature = 1, topK, topP = 1, stopToken, key }: GenerateOptions,
  prompts: readonly (readonly number[])[],
): void {
  const isToken = (token: number): boolean => Number.isInteger(token) && token >= 0 && token < vocabSize;
  const tokens = `a whole number in [0, ${vocabSize})`;
  const wrong = prompts.flat().find((token) => !isToken(token));
  requireThat(prompts.length > 0, "prompts", "at least one prompt", "none");
  const empty = prompts.findIndex(({ length }) => length === 0);
  requireThat(empty === -1, "prompts", "at least one token in each", `none in prompt ${empty}`);
  requireThat(wrong === undefined, "prompts", tokens, wrong);
  requireThat(
    Number.isInteger(maxNewTokens) && maxNewTokens >= 0,
    "maxNewTokens",
    "a whole number ≥ 0",
    maxNewTokens,
  );
  requireThat(Number.isFinite(temperature) && temperature >= 0, "temperature", "a number ≥ 0", temperature);
  const isCount = topK === undefined || (Number.isInteger(topK) && topK >= 1 && topK <= vocabSize);
  requireThat(isCount, "topK", `a whole number in [1, ${vocabSize}]`, topK);
  requireThat(topP > 0 && topP <= 1, "topP", "a number in (0, 1]", topP);
  requireThat(stopToken === undefined || isToken(stopToken), "stopToken", tokens, stopToken);
  requireThat(temperature === 0 || isTensor(key), "key", "u32[2], as random.key(0) makes it", key);
}

function requireThat(holds: boolean, name: string, expected: string, received: unknown): void {
  if (holds) return;
  throw new ArgumentInvalidError({
    operation: "generate",
    problem: `\`${name}\` is out of range`,
    expected,
    received: String(received),
  });
}
