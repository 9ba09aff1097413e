import { Command, InvalidArgumentError, Option } from "commander";
import { BACKENDS } from "./make-backend.ts";
import { type TrainOptions, trainMnist } from "./train-mnist.ts";

const program = new Command("mnist")
  .description("Trains a classifier of handwritten digits.")
  .addOption(new Option("--backend <name>", "where to compute").choices(BACKENDS).default("cpu"))
  .addOption(
    new Option("--model <name>", "linear: logistic regression; mlp: 784-256-128-10; cnn: two convolutions")
      .choices(["linear", "mlp", "cnn"])
      .default("linear"),
  )
  .option("--data <dir>", "folder with MNIST's IDX files (default: a cached download, else drawn digits)")
  .option(
    "--epochs <count>",
    "passes over the data (default: 30 for linear, 10 for mlp, 5 for cnn)",
    wholeNumber,
  )
  .option("--batch-size <count>", "samples per step", wholeNumber, 64)
  .option("--seed <number>", "of parameters and the order of samples", wholeNumber, 42)
  .option("--save <dir>", "where to save the trained model", "mnist-model");

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && text.trim() !== "") return value;
  throw new InvalidArgumentError("Expected a whole number ≥ 0.");
}

try {
  await trainMnist(program.parse().opts<TrainOptions>());
} catch (error) {
  // The messages of known errors say what to do; the stack would only hide them.
  const known = error instanceof Error && "code" in error;
  console.error(known ? `\n${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
