import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AddonUnavailableError } from "./addon-unavailable-error.ts";
import { buildAddon } from "./build-addon.ts";
import { runProgram } from "./run-program.ts";
import { tensorflowLibrary } from "./tensorflow-library.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "elegy-addon-"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof AddonUnavailableError) return error.message;
    throw error;
  }
  throw new Error("It was there.");
};

test("where libraries cannot be linked the platform is the reason", () => {
  const build = () => buildAddon({ gpu: false, cache: folder, platform: "win32" });
  expect(reasonOf(build)).toBe("TensorFlow's libraries are linked on Linux only, and this is win32");
});

test("where a program is absent it is the reason", () => {
  vi.stubEnv("PATH", folder);
  const build = () => buildAddon({ gpu: false, cache: folder, platform: "linux" });
  expect(reasonOf(build)).toBe("python3 is not installed");
});

test("a path that is no TensorFlow is the reason", () => {
  const absent = join(folder, "absent.whl");
  expect(reasonOf(() => tensorflowLibrary(absent, "tensorflow", folder))).toBe(`there is no ${absent}`);
  expect(reasonOf(() => tensorflowLibrary(folder, "tensorflow", folder))).toBe(
    `${folder} is no TensorFlow: it has no libtensorflow_cc.so.2`,
  );
});

test("an installed TensorFlow is taken where it is", () => {
  for (const name of [
    "libtensorflow_cc.so.2",
    "libtensorflow_framework.so.2",
    "include/tensorflow/c/c_api.h",
  ]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), "");
  }
  expect(tensorflowLibrary(folder, "tensorflow", folder)).toEqual({ folder, name: folder });
});

test("a program that fails is a reason of one line: the last error that it printed", () => {
  const script = `console.error("Error: first"); console.error("Error: last\\nand so on"); process.exit(3);`;
  const run = () => runProgram("it cannot be done", process.execPath, ["-e", script]);
  expect(reasonOf(run)).toBe("it cannot be done: Error: last");
  const silent = () => runProgram("it cannot be done", process.execPath, ["-e", "process.exit(3)"]);
  expect(reasonOf(silent)).toBe(`it cannot be done: ${process.execPath} ended with 3`);
  const absent = () => runProgram("it cannot be done", join(folder, "absent"), []);
  expect(reasonOf(absent)).toMatch(/^it cannot be done: .*absent cannot be run \(.*ENOENT\)$/);
});

test("what a program prints is returned", () => {
  expect(runProgram("it cannot be done", process.execPath, ["-e", "console.log(7)"])).toBe("7\n");
});
