import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { chooseSuites } from "./choose-suites.ts";
import { SUITES, suiteFiles } from "./suites.ts";

const root = mkdtempSync(join(tmpdir(), "elegy-suites-"));
afterAll(() => rmSync(root, { recursive: true }));

it("runs a file where its package says", () => {
  for (const file of [
    "backend-cpu/src/conformance.device.test.ts",
    "backend-cpu/src/conformance.test.ts",
    "backend-webgpu/src/wgsl/types.device.test.ts",
    "backend-cuda/src/plan.device.test.ts",
    "backend-cuda/README.md",
    "without-source/README.md",
  ]) {
    mkdirSync(dirname(join(root, "packages", file)), { recursive: true });
    writeFileSync(join(root, "packages", file), "");
  }
  expect(Object.fromEntries(SUITES.map((suite) => [suite.name, suiteFiles(root, suite)]))).toEqual({
    chromium: [
      "packages/backend-cpu/src/conformance.device.test.ts",
      "packages/backend-webgpu/src/wgsl/types.device.test.ts",
    ],
    dawn: ["packages/backend-webgpu/src/wgsl/types.device.test.ts"],
    tensorflow: ["packages/backend-cuda/src/plan.device.test.ts"],
  });
});

it.each([
  [[], ["chromium", "dawn", "tensorflow"], []],
  [["dawn"], ["dawn"], []],
  [
    ["dawn", "tensorflow", "plan", "-t", "dawn"],
    ["dawn", "tensorflow"],
    ["plan", "-t", "dawn"],
  ],
  [["gather"], ["chromium", "dawn", "tensorflow"], ["gather"]],
])("takes suites from the arguments %j", (args, names, rest) => {
  const chosen = chooseSuites(args);
  expect(chosen.suites.map(({ name }) => name)).toEqual(names);
  expect(chosen.rest).toEqual(rest);
});
