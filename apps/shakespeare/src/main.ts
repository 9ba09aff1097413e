import { Command, InvalidArgumentError } from "commander";
import { type TrainOptions, trainShakespeare } from "./train-shakespeare.ts";

const program = new Command("shakespeare")
  .description("Trains a small GPT on a text, character by character, and lets it write.")
  .option("--data <file>", "a text, also as .gz (default: a sonnet)")
  .option("--epochs <count>", "passes over the text", wholeNumber, 10)
  .option("--characters <count>", "how much of the text to learn (default: all)", wholeNumber)
  .option("--batch-size <count>", "windows per step", wholeNumber, 16)
  .option("--length <count>", "characters that the network sees at once", wholeNumber, 64)
  .option("--width <count>", "features of each character, a multiple of 4", wholeNumber, 128)
  .option("--depth <count>", "layers", wholeNumber, 2)
  .option("--learning-rate <number>", "of Adam", positive, 0.002)
  .option("--prompt <text>", "what to go on from", "\n")
  .option("--generate <count>", "characters to write", wholeNumber, 400)
  .option(
    "--temperature <number>",
    "0 takes the likeliest character, more draws more freely",
    notNegative,
    0.7,
  )
  .option("--seed <number>", "of parameters, order and what is drawn", wholeNumber, 42);

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

try {
  await trainShakespeare(program.parse().opts<TrainOptions>());
} catch (error) {
  // The messages of known errors say what to do; the stack would only hide them.
  const known = error instanceof Error && "code" in error;
  console.error(known ? `\n${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
