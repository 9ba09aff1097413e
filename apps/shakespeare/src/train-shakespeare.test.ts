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
  await writeFile(join(folder, "text.txt.gz"), gzipSync("brevity is the soul of wit. ".repeat(48)));
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
  epochs: 3,
  stepsPerEpoch: 30,
  batchSize: 8,
  length: 12,
  width: 32,
  depth: 2,
  learningRate: 0.01,
  prompt: "brevity",
  generate: 15,
  temperature: 0,
  seed: 1,
  ...more,
});

it("learns a sentence and goes on from its beginning, further than it sees at once", async () => {
  await trainShakespeare(options({ generate: 33 }));
  expect(printed).toContain("1344 characters, 16 different");
  const seen = [...printed.matchAll(/ loss ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(seen.at(-1)).toBeLessThan(0.5 * seen[0]!);
  expect(printed).toContain("\nbrevity is the soul of wit. brevity is t\n");
});

it.each<[string, Partial<TrainOptions>, string]>([
  ["a prompt of other characters", { prompt: "X" }, 'received "X"'],
  ["an empty prompt", { prompt: "" }, "Expected at least one token in each; received none in prompt 0."],
  [
    "a text shorter than a part",
    { length: 1344 },
    "the text is too short. Expected more than 1344 characters; received 1344 characters.",
  ],
  [
    "less of the text than a part",
    { characters: 12 },
    "the text is too short. Expected more than 12 characters; received 12 characters.",
  ],
  [
    "more of the text than there is",
    { characters: 1345 },
    "Expected --characters of at most 1344; received 1345.",
  ],
  [
    "more characters to draw from than there are",
    { topK: 17 },
    "`topK` is out of range. Expected a whole number in [1, 16]; received 17.",
  ],
])("%s is refused before training", async (_, wrong, message) => {
  await expect(trainShakespeare(options(wrong))).rejects.toThrow(message);
  expect(printed).toBe("");
});
