import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documentationFiles } from "./documentation-files.ts";
import type { Example } from "./example.ts";
import { exampleModule } from "./example-module.ts";
import { findExamples } from "./find-examples.ts";

const repository = join(import.meta.dirname, "../../..");
const generated = join(import.meta.dirname, "../.generated");

rmSync(generated, { recursive: true, force: true });
mkdirSync(generated, { recursive: true });

const files = documentationFiles(repository);

it("reads the documentation", () => {
  expect(files).toContain("README.md");
  expect(files).toContain("packages/core/src/index.ts");
});

for (const file of files) {
  let examples: Example[] = [];
  try {
    examples = findExamples(file, readFileSync(join(repository, file), "utf8"));
  } catch (error) {
    it(file, () => expect.fail(String(error)));
  }
  for (const example of examples) {
    const run = async (): Promise<void> => {
      const path = join(generated, `${file.replaceAll(/[^\w.-]/g, "-")}-${example.line}.ts`);
      writeFileSync(path, exampleModule(example));
      await import(path);
    };
    const name = `${file}:${example.line}`;
    const declare = example.declaresTests ? declareTests : it;
    declare(name, run, 60_000);
  }
}

function declareTests(name: string, run: () => Promise<void>): void {
  describe(name, async () => {
    await run();
  });
}
