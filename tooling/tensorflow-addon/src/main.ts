import { join, resolve } from "node:path";
import { Command } from "commander";
import envPaths from "env-paths";
import { AddonUnavailableError } from "./addon-unavailable-error.ts";
import { buildAddon } from "./build-addon.ts";

interface Options {
  readonly from?: string;
  readonly gpu: boolean;
  readonly cache: string;
}

const program = new Command("tensorflow-addon")
  .description(
    "Builds the addon of TensorFlow.js for Node against a TensorFlow for Python. The last line printed is the folder of the module.",
  )
  .option(
    "--from <path>",
    "a wheel, or the folder of an installed TensorFlow (default: a wheel is downloaded with pip)",
    process.env["ELEGY_TENSORFLOW"],
  )
  .option("--gpu", "for CUDA: @tensorflow/tfjs-node-gpu, and a TensorFlow built for it", false)
  .option(
    "--cache <folder>",
    "where everything is kept",
    join(envPaths("elegy", { suffix: "" }).cache, "tensorflow"),
  )
  .parse();

const { from, gpu, cache } = program.opts<Options>();
try {
  console.log(buildAddon({ ...(from !== undefined && { from: resolve(from) }), gpu, cache: resolve(cache) }));
} catch (error) {
  if (!(error instanceof AddonUnavailableError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
