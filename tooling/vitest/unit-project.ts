import { basename } from "node:path";
import type { TestProjectConfiguration } from "vitest/config";

/** Unit tests of one package: `*.test.ts` beside the source, without a device and without a browser. */
export function unitProject(folder: string): TestProjectConfiguration {
  return {
    test: {
      name: basename(folder),
      root: folder,
      environment: "node",
      include: ["src/**/*.test.ts"],
      exclude: ["src/**/*.device.test.ts"],
      // A limit for what hangs. Other processes share the machine: how long a test takes says nothing.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}
