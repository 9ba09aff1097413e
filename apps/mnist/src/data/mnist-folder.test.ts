import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { idxFile } from "./idx-fixture.ts";
import { IdxFormatError } from "./idx.ts";
import { MnistImageSizeError, MnistMislabelledError } from "./labelled-digits.ts";
import { MnistFileMissingError, MnistFolderMissingError, readMnistFolder } from "./mnist-folder.ts";

let dir = "";

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mnist-folder-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

async function write(files: Record<string, Uint8Array>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(dir, name), bytes);
}

function labels(count: number): Uint8Array {
  return idxFile(
    [count],
    Array.from({ length: count }, (_, i) => i % 10),
  );
}

const train = { "train-images-idx3-ubyte": idxFile([5, 28, 28]), "train-labels-idx1-ubyte": labels(5) };
const test = { "t10k-images-idx3-ubyte": idxFile([3, 28, 28]), "t10k-labels-idx1-ubyte": labels(3) };

describe("readMnistFolder", () => {
  it("reads the four files", async () => {
    await write({ ...train, ...test });
    const { train: trainDigits, test: testDigits, description } = await readMnistFolder(dir);
    expect(trainDigits.x.shape).toEqual([5, 28, 28]);
    expect(trainDigits.y.data).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
    expect(testDigits.x.shape).toEqual([3, 28, 28]);
    expect(testDigits.y.data).toEqual(Uint8Array.of(0, 1, 2));
    expect(description).toBe(`MNIST from ${dir}`);
  });

  it("reads compressed files, and prefers those that are not", async () => {
    await write({
      ...test,
      "t10k-labels-idx1-ubyte.gz": new TextEncoder().encode("not read"),
      "train-images-idx3-ubyte.gz": gzipSync(train["train-images-idx3-ubyte"]),
      "train-labels-idx1-ubyte.gz": gzipSync(train["train-labels-idx1-ubyte"]),
    });
    const digits = await readMnistFolder(dir);
    expect(digits.train.y.data).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
  });

  it("splits the t10k files in order where they are alone", async () => {
    await write({
      "t10k-images-idx3-ubyte": idxFile([10, 28, 28]),
      "t10k-labels-idx1-ubyte.gz": gzipSync(labels(10)),
    });
    const digits = await readMnistFolder(dir);
    expect(digits.train.x.shape).toEqual([8, 28, 28]);
    expect(digits.train.y.data).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    expect(digits.test.x.data).toEqual(idxFile([10, 28, 28]).slice(16 + 8 * 784));
    expect(digits.test.y.data).toEqual(Uint8Array.of(8, 9));
    expect(digits.description).toContain("80 %");
  });
});

describe("readMnistFolder refuses", () => {
  it("a folder that does not exist", async () => {
    const reading = readMnistFolder(join(dir, "nowhere"));
    await expect(reading).rejects.toThrow(MnistFolderMissingError);
    await expect(reading).rejects.toMatchObject({ code: "MNIST_FOLDER_MISSING" });
    await expect(reading).rejects.toThrow(join(dir, "nowhere"));
  });

  it("a file in the place of the folder", async () => {
    await write(test);
    await expect(readMnistFolder(join(dir, "t10k-labels-idx1-ubyte"))).rejects.toThrow(
      MnistFolderMissingError,
    );
  });

  it("an empty folder", async () => {
    const reading = readMnistFolder(dir);
    await expect(reading).rejects.toThrow(MnistFileMissingError);
    await expect(reading).rejects.toMatchObject({ code: "MNIST_FILE_MISSING" });
    await expect(reading).rejects.toThrow("received an empty folder");
  });

  it("a folder of other files, and says which there are", async () => {
    await write(Object.fromEntries(Array.from("abcdefghi", (name) => [name, new Uint8Array()])));
    await expect(readMnistFolder(dir)).rejects.toThrow("received a, b, c, d, e, f, g, h, ….");
  });

  it.each(Object.keys({ ...train, ...test }))("a folder without %s alone", async (name) => {
    const { [name]: _, ...others } = { ...train, ...test } as Record<string, Uint8Array>;
    await write(others);
    await expect(readMnistFolder(dir)).rejects.toThrow(`${dir} lacks ${name} (with or without .gz).`);
  });

  it("t10k images without their labels", async () => {
    await write({ "t10k-images-idx3-ubyte": idxFile([3, 28, 28]) });
    await expect(readMnistFolder(dir)).rejects.toThrow("lacks t10k-labels-idx1-ubyte (");
  });

  it("a single digit to split", async () => {
    await write({ "t10k-images-idx3-ubyte": idxFile([1, 28, 28]), "t10k-labels-idx1-ubyte": labels(1) });
    await expect(readMnistFolder(dir)).rejects.toThrow("too few digits to split. Expected at least 2 digits");
  });

  it("a file that cannot be read", async () => {
    await write({ "t10k-images-idx3-ubyte": idxFile([3, 28, 28]) });
    await mkdir(join(dir, "t10k-labels-idx1-ubyte"));
    await expect(readMnistFolder(dir)).rejects.toThrow(`cannot read ${join(dir, "t10k-labels-idx1-ubyte")}.`);
  });

  it.each([
    ["a damaged file", "train-images-idx3-ubyte", idxFile([5, 28, 28]).subarray(0, 99), IdxFormatError],
    ["images of another size", "t10k-images-idx3-ubyte", idxFile([3, 14, 14]), MnistImageSizeError],
    ["a label too many", "train-labels-idx1-ubyte", labels(6), MnistMislabelledError],
    ["labels above 9", "t10k-labels-idx1-ubyte", idxFile([3], [1, 2, 200]), MnistMislabelledError],
  ])("%s, and names it", async (_, name, bytes, type) => {
    await write({ ...train, ...test, [name]: bytes });
    const reading = readMnistFolder(dir);
    await expect(reading).rejects.toThrow(type);
    await expect(reading).rejects.toThrow(join(dir, name));
  });
});
