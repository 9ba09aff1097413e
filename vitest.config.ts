import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { unitProject } from "./tooling/vitest/unit-project.ts";

const root = import.meta.dirname;

const folders = ["packages", "apps", "tooling"]
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name)))
  .concat(join(root, "benchmarks"))
  .filter((folder) => existsSync(join(folder, "src")));

/** One process for the unit tests of all packages: `npx vitest run --project core` runs one of them. */
export default defineConfig({
  test: {
    projects: folders.map(unitProject),
    passWithNoTests: true,
    reporters: ["default", "json"],
    outputFile: { json: join(root, ".reports/unit.json") },
  },
});
