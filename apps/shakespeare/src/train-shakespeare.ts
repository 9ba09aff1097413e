import { cpu } from "@elegy/backend-cpu";
import { ArgumentInvalidError, losses, Model, optimizers, random, setBackend } from "@elegy/core";
import { nets } from "@elegy/nn";
import { BUILT_IN_TEXT } from "./built-in-text.ts";
import { characterTokens } from "./character-tokens.ts";
import { readText } from "./read-text.ts";
import { textBatches } from "./text-batches.ts";

export interface TrainOptions {
  readonly data?: string;
  readonly characters?: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  readonly length: number;
  readonly width: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly prompt?: string;
  readonly generate: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed: number;
}

/** Reads a text, trains, and writes on from the prompt. */
export async function trainShakespeare(options: TrainOptions): Promise<void> {
  setBackend(cpu());
  const { batchSize, epochs, stepsPerEpoch, length, width, depth, seed } = options;
  const text = await textOf(options);
  const tokens = characterTokens(text);
  const encoded = tokens.encode(text);
  const batches = textBatches(encoded, { batchSize, length, seed });
  const network = nets.GPT({ vocabSize: tokens.size, maxLength: length, width, depth });
  const prompt = tokens.encode(options.prompt ?? tokens.decode(encoded.subarray(0, 1)));
  const write = async (maxNewTokens: number, params: unknown): Promise<string> => {
    const { temperature, topK, topP } = options;
    const [written = []] = await nets.generate(network, {
      params,
      prompts: [prompt],
      maxNewTokens,
      temperature,
      key: random.key(seed),
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
    });
    return tokens.decode(written);
  };
  // Before training, so that an option that is wrong is known at once.
  await write(0, {});
  console.log(`\nText: ${encoded.length} characters, ${tokens.size} different\n`);

  const model = new Model({
    module: network,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(options.learningRate),
    seed,
  });
  const { value: first } = await batches.next();
  await model.init(first);
  await model.summary({ x: first.x });
  await model.fit({ x: batches, stepsPerEpoch, epochs });
  console.log(`\n${await write(options.generate, model.states.netParams)}`);
}

/** @throws ArgumentInvalidError for more characters than there are. */
async function textOf({ data, characters }: TrainOptions): Promise<string> {
  const text = data === undefined ? BUILT_IN_TEXT : await readText(data);
  if (characters === undefined) return text;
  const all = Array.from(text);
  if (characters <= all.length) return all.slice(0, characters).join("");
  throw new ArgumentInvalidError({
    operation: "shakespeare",
    problem: "the text does not have so many characters",
    expected: `--characters of at most ${all.length}`,
    received: String(characters),
  });
}
