import { expect, it } from "vitest";
import { findExamples } from "./find-examples.ts";

const block = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n`;

it("finds the blocks fenced as ts, with their lines", () => {
  const text = `# Title\n${block("sh", "ls")}${block("ts", "a();\nb();")}${block("ts signature", "f(): void")}`;
  expect(findExamples("docs/a.md", text)).toEqual([{ file: "docs/a.md", line: 6, code: "a();\nb();" }]);
});

it("puts the blocks that a block continues in front of it", () => {
  const text =
    block("ts", "a();") + block("ts", "b();") + block("ts continue", "c();") + block("ts continue", "d();");
  expect(findExamples("a.md", text).map(({ code }) => code)).toEqual([
    "a();",
    "b();",
    "b();\nc();",
    "b();\nc();\nd();",
  ]);
});

it("tells blocks that declare tests", () => {
  const text = block("ts", "a();") + block("ts continue test", "b();") + block("ts test", "c();");
  expect(findExamples("a.md", text)).toEqual([
    { file: "a.md", line: 2, code: "a();" },
    { file: "a.md", line: 5, code: "a();\nb();", declaresTests: true },
    { file: "a.md", line: 8, code: "c();", declaresTests: true },
  ]);
});

it("reads doc comments of TypeScript files", () => {
  const text = "const a = 1;\n/**\n * Adds.\n *\n * @example\n * ```ts\n * add(1, 2); // => 3\n * ```\n */\n";
  expect(findExamples("a.ts", text)).toEqual([{ file: "a.ts", line: 7, code: "add(1, 2); // => 3" }]);
});

it("refuses what would look like an example and never run", () => {
  expect(() => findExamples("a.md", block("typescript", "a();"))).toThrow("a.md:1: fence examples as `ts`");
  expect(() => findExamples("a.md", block("ts no-run", "a();"))).toThrow("received `ts no-run`");
  expect(() => findExamples("a.md", block("ts continue", "a();"))).toThrow("no block above");
  expect(() => findExamples("a.md", "```ts\na();\n")).toThrow("never closed");
  expect(() => findExamples("a.ts", "/**\n * @example\n * add(1, 2)\n */\n")).toThrow(
    "a.ts:2: an @example needs",
  );
});
