import { Command, InvalidArgumentError } from "commander";
import { type TrainOptions, trainShakespeare } from "./train-shakespeare.ts";

const program = new Command("shakespeare")
  .description("Trains a small GPT on a text, character by character, and lets it write.")
  .option("--data <file>", "a text, also as .gz (default: a sonnet)")
  .option("--characters <count>", "how much of the text to learn, from its beginning (default: all)", count)
  .option("--epochs <count>", "how often the loss is shown", count, 10)
  .option("--steps-per-epoch <count>", "steps of training in each", count, 100)
  .option("--batch-size <count>", "parts of the text per step, which begin anywhere", count, 16)
  .option("--length <count>", "characters that the network sees at once", count, 64)
  .option("--width <count>", "features of each character, a multiple of 4", count, 128)
  .option("--depth <count>", "layers", count, 2)
  .option("--learning-rate <number>", "of Adam", positive, 0.002)
  .option("--prompt <text>", "what to go on from (default: the first character of the text)")
  .option("--generate <count>", "characters to write", wholeNumber, 400)
  .option(
    "--temperature <number>",
    "0 takes the likeliest character, more draws more freely",
    notNegative,
    0.7,
  )
  .option("--top-k <count>", "draw from so many of the likeliest characters (default: all)", count)
  .option("--top-p <number>", "draw from the likeliest that have this probability (default: 1)", positive)
  .option("--seed <number>", "of parameters, parts and what is drawn", wholeNumber, 42);

function notNegative(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text.trim() !== "") return value;
  throw new InvalidArgumentError("Expected a number ≥ 0.");
}

function positive(text: string): number {
  const value = notNegative(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Expected a number > 0.");
}

function wholeNumber(text: string): number {
  const value = notNegative(text);
  if (Number.isInteger(value)) return value;
  throw new InvalidArgumentError("Expected a whole number ≥ 0.");
}

function count(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("Expected a whole number ≥ 1.");
}

try {
  await trainShakespeare(program.parse().opts<TrainOptions>());
} catch (error) {
  // The messages of known errors say what to do; the stack would only hide them.
  const known = error instanceof Error && "code" in error;
  console.error(known ? `\n${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
