import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { trainShakespeare, type TrainOptions } from "./train-shakespeare.ts";

let folder = "";
let printed = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "elegy-shakespeare-"));
  await writeFile(join(folder, "text.txt.gz"), gzipSync("to be or not to be ".repeat(60)));
  printed = "";
  const print = (text: unknown): boolean => {
    printed += `${String(text)}\n`;
    return true;
  };
  vi.spyOn(console, "log").mockImplementation(print);
  vi.spyOn(process.stdout, "write").mockImplementation(print);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const options = (more: Partial<TrainOptions>): TrainOptions => ({
  data: join(folder, "text.txt.gz"),
  epochs: 12,
  batchSize: 8,
  length: 12,
  width: 32,
  depth: 1,
  learningRate: 0.01,
  prompt: "to be",
  generate: 15,
  temperature: 0,
  seed: 1,
  ...more,
});

it("learns a sentence and goes on from its beginning", async () => {
  await trainShakespeare(options({}));
  expect(printed).toContain("1140 characters, 7 different; 94 windows of 12");
  const seen = [...printed.matchAll(/ loss ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(seen.at(-1)).toBeLessThan(0.5 * seen[0]!);
  expect(printed).toContain("to be or not to be ");
});

it.each([
  ["a prompt of other characters", { prompt: "X" }, 'received "X"'],
  ["a text shorter than a window", { length: 5000 }, "the text is too short"],
])("%s is refused before training", async (_, wrong, message) => {
  await expect(trainShakespeare(options(wrong))).rejects.toThrow(message);
});
