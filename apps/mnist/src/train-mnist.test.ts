import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawDigits } from "./data/drawn-digits.ts";
import { idxFile } from "./data/idx-fixture.ts";
import { trainMnist } from "./train-mnist.ts";

let folder = "";
let printed = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "elegy-mnist-"));
  const { x, y } = drawDigits({ count: 1000, seed: 1 });
  await writeFile(join(folder, "t10k-images-idx3-ubyte"), idxFile(x.shape, [...x.data]));
  await writeFile(join(folder, "t10k-labels-idx1-ubyte"), idxFile(y.shape, [...y.data]));
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

test.each([
  { model: "linear", epochs: 25, atLeast: 0.7, parameters: "7,841" },
  { model: "mlp", epochs: 6, atLeast: 0.8, parameters: "235,146" },
  { model: "cnn", epochs: 3, atLeast: 0.7, parameters: "206,922" },
] as const)(
  "the $model model learns digits from a folder and is saved",
  async ({ model, epochs, atLeast, parameters }) => {
    const save = join(folder, "model");
    await trainMnist({ backend: "cpu", model, data: folder, epochs, batchSize: 32, seed: 42, save });

    expect(printed).toContain("800 to train, 200 to test");
    expect(printed).toContain(parameters);
    expect(printed).toContain(`Epoch ${epochs}/${epochs}`);
    expect(Number(/Test accuracy ([\d.]+)/.exec(printed)?.[1])).toBeGreaterThan(atLeast);
    expect(printed).toContain(`Model saved in ${save}`);
    expect(await readdir(save)).toEqual(["model.json", "states.safetensors"]);
  },
);
