import { cpu } from "@elegy/backend-cpu";
import { losses, Model, optimizers, setBackend } from "@elegy/core";
import { nets } from "@elegy/nn";
import { BUILT_IN_TEXT } from "./built-in-text.ts";
import { characterTokens } from "./character-tokens.ts";
import { generate } from "./generate.ts";
import { readText } from "./read-text.ts";
import { textWindows } from "./text-windows.ts";

export interface TrainOptions {
  readonly data?: string;
  readonly epochs: number;
  readonly characters?: number;
  readonly batchSize: number;
  readonly length: number;
  readonly width: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly prompt: string;
  readonly generate: number;
  readonly temperature: number;
  readonly seed: number;
}

/** Reads a text, trains, and writes on from the prompt. */
export async function trainShakespeare(options: TrainOptions): Promise<void> {
  setBackend(cpu());
  const { batchSize, epochs, length, width, depth, seed } = options;
  const text = (options.data === undefined ? BUILT_IN_TEXT : await readText(options.data)).slice(
    0,
    options.characters,
  );
  const tokens = characterTokens(text);
  // Before training, so that a prompt of other characters is known at once.
  const prompt = tokens.encode(options.prompt || "\n");
  const { x, y } = textWindows(tokens.encode(text), length);
  console.log(
    `\nText: ${text.length} characters, ${tokens.size} different; ${x.shape[0]} windows of ${length}\n`,
  );

  const network = nets.GPT({ vocabSize: tokens.size, maxLength: length, width, depth });
  const model = new Model({
    module: network,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(options.learningRate),
    seed,
  });
  await model.init({ x: x.at("0:1").get(), y: y.at("0:1").get() });
  await model.summary({ x: x.at("0:1").get() });
  await model.fit({ x, y, batchSize, epochs });

  const { temperature, generate: count } = options;
  const params = model.states.netParams;
  const written = await generate(network, { prompt, count, temperature, length, seed, params });
  console.log(`\n${tokens.decode(written)}`);
}
