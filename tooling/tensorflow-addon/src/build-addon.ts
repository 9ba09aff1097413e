import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { AddonUnavailableError } from "./addon-unavailable-error.ts";
import { hasProgram, runProgram } from "./run-program.ts";
import { LIBRARIES, type TensorFlowLibrary, tensorflowLibrary } from "./tensorflow-library.ts";

export interface AddonOptions {
  /** A wheel, or the folder of an installed TensorFlow. Default: a wheel is downloaded. */
  readonly from?: string;
  /** For GPUs: `@tensorflow/tfjs-node-gpu`, and a wheel of `tensorflow` instead of `tensorflow-cpu`. */
  readonly gpu: boolean;
  /** Where everything is kept. */
  readonly cache: string;
  readonly platform?: NodeJS.Platform;
}

const VERSION = "4.22.0";

/**
 * Builds the addon of TensorFlow.js for Node from the sources in its npm package, against a TensorFlow for Python. What is
 * built already is taken as it is.
 *
 * @returns the folder of a module that can be loaded.
 * @throws AddonUnavailableError if it cannot be built here.
 */
export function buildAddon({ from, gpu, cache, platform = process.platform }: AddonOptions): string {
  if (platform !== "linux") {
    throw new AddonUnavailableError(
      `TensorFlow's libraries are linked on Linux only, and this is ${platform}`,
    );
  }
  const name = gpu ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";
  const absent = ["python3", "npm", "make", "g++"].find((program) => !hasProgram(program));
  if (absent !== undefined) throw new AddonUnavailableError(`${absent} is not installed`);
  mkdirSync(cache, { recursive: true });
  const library = tensorflowLibrary(from, gpu ? "tensorflow" : "tensorflow-cpu", cache);
  // One module for each TensorFlow: an addon is linked to its own.
  const key = createHash("sha256").update(`${name}@${VERSION} ${library.name} ${process.arch}`).digest("hex");
  const folder = join(cache, "modules", key.slice(0, 16));
  const module = (root: string): string => join(root, "node_modules", name);
  if (!existsSync(folder)) {
    const unfinished = `${folder}-${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    try {
      install(unfinished, `${name}@${VERSION}`);
      compile(module(unfinished), library);
      requireLoadable(module(unfinished));
      // Another process may have been faster.
      if (!existsSync(folder)) renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return module(folder);
}

function install(folder: string, what: string): void {
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", what];
  runProgram(`${what} cannot be installed`, "npm", args);
}

/** The sources look for TensorFlow in `deps`, under the names that libraries for C have. */
function compile(folder: string, library: TensorFlowLibrary): void {
  const libraries = join(folder, "deps/lib");
  mkdirSync(libraries, { recursive: true });
  symlinkSync(join(library.folder, "include"), join(folder, "deps/include"));
  for (const name of LIBRARIES) symlinkSync(join(library.folder, name), join(libraries, name));
  const [all, framework] = LIBRARIES;
  for (const name of ["libtensorflow.so", "libtensorflow.so.2"]) symlinkSync(all, join(libraries, name));
  symlinkSync(framework, join(libraries, "libtensorflow_framework.so"));
  // The libraries of CUDA that pip installs beside TensorFlow are looked for beside its folder.
  const cuda = join(dirname(library.folder), "nvidia");
  if (existsSync(cuda)) symlinkSync(cuda, join(folder, "deps/nvidia"));
  const args = ["--no", "--", "node-pre-gyp", "install", "--build-from-source", ...headers()];
  runProgram("the addon cannot be compiled", "npx", args, folder);
}

/** Node's headers, where they lie beside it; else they are downloaded. */
function headers(): string[] {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, "include/node/node_api.h")) ? [`--nodedir=${prefix}`] : [];
}

function requireLoadable(folder: string): void {
  const built = readdirSync(join(folder, "lib"), { recursive: true, encoding: "utf8" });
  if (!built.some((name) => name.endsWith(".node"))) throw new AddonUnavailableError("nothing was compiled");
  const code = `const util = require("node:util");
util.isArray ??= Array.isArray;
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
require(${JSON.stringify(folder)}).findBackend("tensorflow").binding.TF_Version;`;
  runProgram("the addon cannot be loaded", process.execPath, ["-e", code]);
}
