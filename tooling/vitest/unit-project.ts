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
    },
  };
}
