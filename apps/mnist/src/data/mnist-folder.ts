import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError, type DataErrorParts } from "./data-error.ts";
import { readIdx } from "./idx.ts";
import { labelledDigits, sliceDigits, type LabelledDigits, type NamedArray } from "./labelled-digits.ts";

/** The folder to read MNIST from does not exist or cannot be listed. */
export class MnistFolderMissingError extends DataError {
  constructor(parts: DataErrorParts) {
    super("MNIST_FOLDER_MISSING", parts);
  }
}

/** The folder lacks one of MNIST's files, or one of them cannot be read. */
export class MnistFileMissingError extends DataError {
  constructor(parts: DataErrorParts) {
    super("MNIST_FILE_MISSING", parts);
  }
}

/** Train and test digits from a folder, and what they are in one sentence. */
interface MnistFolder {
  readonly train: LabelledDigits;
  readonly test: LabelledDigits;
  readonly description: string;
}

const TRAIN = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] as const;
const TEST = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] as const;
const TRAIN_SHARE = 0.8;

/**
 * Reads MNIST's IDX files from a folder; of a file that is there twice, the one without `.gz`.
 *
 * With the t10k files alone, the first 80 % of their digits are for training and the last 20 % for testing.
 *
 * Throws `MnistFolderMissingError`, `MnistFileMissingError`, `IdxFormatError`, `MnistImageSizeError`,
 * `MnistMislabelledError`.
 */
export async function readMnistFolder(dir: string): Promise<MnistFolder> {
  const names = await listFolder(dir);
  const find = (stem: string): string | undefined =>
    [stem, `${stem}.gz`].find((name) => names.includes(name));

  const onlyTest = TRAIN.every((stem) => find(stem) === undefined) && TEST.some(find);
  const wanted = onlyTest ? TEST : [...TRAIN, ...TEST];
  const missing = wanted.filter((stem) => find(stem) === undefined);
  if (missing.length > 0) throw filesMissing(dir, missing, names);

  const read = async ([images, labels]: readonly [string, string]): Promise<LabelledDigits> =>
    labelledDigits(
      await readArray(dir, find(images) ?? images),
      await readArray(dir, find(labels) ?? labels),
    );
  const test = await read(TEST);
  return onlyTest
    ? splitInOrder(test, dir)
    : { train: await read(TRAIN), test, description: `MNIST from ${dir}` };
}

function splitInOrder(digits: LabelledDigits, dir: string): MnistFolder {
  const count = digits.y.data.length;
  const border = Math.floor(count * TRAIN_SHARE);
  if (border === 0) {
    throw new MnistFileMissingError({
      operation: "loadMnist",
      problem: `${join(dir, TEST[0])} holds too few digits to split`,
      expected: "at least 2 digits where the train files are missing",
      received: String(count),
      hint: `Add ${TRAIN.join(" and ")} to the folder.`,
    });
  }
  return {
    train: sliceDigits(digits, 0, border),
    test: sliceDigits(digits, border, count),
    description: `MNIST's t10k digits from ${dir}, the first 80 % for training and the last 20 % for testing`,
  };
}

async function listFolder(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (cause) {
    throw new MnistFolderMissingError({
      operation: "loadMnist",
      problem: `cannot list the folder ${dir}`,
      expected: "a folder with MNIST's IDX files",
      received: messageOf(cause),
      hint: "Check the path, or leave it out to download MNIST.",
      cause,
    });
  }
}

async function readArray(dir: string, name: string): Promise<NamedArray> {
  const file = join(dir, name);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new MnistFileMissingError({
      operation: "loadMnist",
      problem: `cannot read ${file}`,
      expected: "a readable file",
      received: messageOf(cause),
      hint: "Check the permissions of the file.",
      cause,
    });
  }
  return { file, ...readIdx(bytes, file) };
}

function filesMissing(dir: string, missing: string[], names: string[]): MnistFileMissingError {
  const shown = names.slice(0, 8).join(", ");
  return new MnistFileMissingError({
    operation: "loadMnist",
    problem: `${dir} lacks ${missing.join(", ")} (with or without .gz)`,
    expected: `${[...TRAIN, ...TEST].join(", ")}, or the two t10k files alone`,
    received: names.length === 0 ? "an empty folder" : `${shown}${names.length > 8 ? ", …" : ""}`,
    hint: "Add the missing files, or leave the folder out to download MNIST.",
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
