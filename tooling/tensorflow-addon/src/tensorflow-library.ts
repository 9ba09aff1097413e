import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { AddonUnavailableError } from "./addon-unavailable-error.ts";
import { runProgram } from "./run-program.ts";

/** TensorFlow as Python has it: its two libraries and the headers of its C interface. */
export interface TensorFlowLibrary {
  /** With `include` and the libraries in it. */
  readonly folder: string;
  /** Of what was installed or downloaded; not the same for two versions. */
  readonly name: string;
}

export const LIBRARIES = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"] as const;

const UNPACK = `
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
wanted = ["tensorflow/include/", *("tensorflow/" + name for name in sys.argv[3:])]
wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(tuple(wanted))])
`;

/**
 * Finds TensorFlow at a path, which is a wheel or the folder of an installed package; without one, a wheel is downloaded.
 * What is downloaded and unpacked stays in the cache.
 *
 * @throws AddonUnavailableError
 */
export function tensorflowLibrary(
  from: string | undefined,
  distribution: string,
  cache: string,
): TensorFlowLibrary {
  const path = from ?? wheelIn(join(cache, "wheels", distribution), distribution);
  if (!existsSync(path)) throw new AddonUnavailableError(`there is no ${path}`);
  return path.endsWith(".whl") ? unpacked(path, cache) : installed(path);
}

function installed(folder: string): TensorFlowLibrary {
  const missing = [...LIBRARIES, "include/tensorflow/c/c_api.h"].find(
    (name) => !existsSync(join(folder, name)),
  );
  if (missing !== undefined)
    throw new AddonUnavailableError(`${folder} is no TensorFlow: it has no ${missing}`);
  return { folder, name: folder };
}

function wheelIn(folder: string, distribution: string): string {
  const wheels = (): string[] =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".whl")) : [];
  if (wheels().length === 0) {
    const args = [
      "-m",
      "pip",
      "download",
      distribution,
      "--no-deps",
      "--only-binary",
      ":all:",
      "--dest",
      folder,
    ];
    runProgram(`the wheel of ${distribution} cannot be downloaded`, "python3", [...args, "--quiet"]);
  }
  const wheel = wheels().toSorted().at(-1);
  if (wheel === undefined) throw new AddonUnavailableError(`pip downloaded no wheel of ${distribution}`);
  return join(folder, wheel);
}

function unpacked(wheel: string, cache: string): TensorFlowLibrary {
  const name = basename(wheel, ".whl");
  const folder = join(cache, "libraries", name);
  if (!existsSync(folder)) {
    const unfinished = `${folder}-${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    try {
      runProgram(`${wheel} cannot be unpacked`, "python3", ["-c", UNPACK, wheel, unfinished, ...LIBRARIES]);
      // Another process may have been faster.
      if (!existsSync(folder)) renameSync(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return { ...installed(join(folder, "tensorflow")), name };
}
