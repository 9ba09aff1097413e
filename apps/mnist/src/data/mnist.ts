import { join } from "node:path";
import envPaths from "env-paths";
import { drawDigits } from "./drawn-digits.ts";
import { readIdx } from "./idx.ts";
import { labelledDigits, sliceDigits, type LabelledDigits, type NamedArray } from "./labelled-digits.ts";
import { downloadCached, type Fetch, type MnistFile, type OnProgress } from "./mnist-download.ts";
import { readMnistFolder } from "./mnist-folder.ts";

/** Handwritten digits to train and to test on. `x` is `u8[n, 28, 28]`, `y` is `u8[n]`. */
export interface Mnist {
  readonly train: LabelledDigits;
  readonly test: LabelledDigits;
  readonly source: "folder" | "download" | "drawn";
  /** What the digits are and where they come from, in one sentence without a full stop. */
  readonly description: string;
}

export interface LoadMnistOptions {
  /** A folder with MNIST's IDX files. Without it, MNIST is downloaded. */
  readonly dir?: string | undefined;
  /** Where downloads are kept; the user's cache folder where it is left out. */
  readonly cacheDir?: string | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** Receives what the user has to know, one message a call. */
  readonly log: (message: string) => void;
  /** For tests; the global `fetch` where it is left out. */
  readonly fetch?: Fetch | undefined;
  /** For tests; public mirrors where they are left out. */
  readonly mirrors?: readonly string[] | undefined;
  /** For tests; MNIST's four files where they are left out: train images and labels, test images and labels. */
  readonly files?: MnistFiles | undefined;
  /** Milliseconds without a byte after which a mirror is given up (8,000). */
  readonly stallMs?: number | undefined;
}

/** Train images, train labels, test images, test labels. */
type MnistFiles = readonly [MnistFile, MnistFile, MnistFile, MnistFile];

const MIRRORS: readonly string[] = [
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
];

const FILES: MnistFiles = [
  { name: "train-images-idx3-ubyte.gz", bytes: 9_912_422, md5: "f68b3c2dcbeaaa9fbdd348bbdeb94873" },
  { name: "train-labels-idx1-ubyte.gz", bytes: 28_881, md5: "d53e105ee54ea40749a09fcbcd1e9432" },
  { name: "t10k-images-idx3-ubyte.gz", bytes: 1_648_877, md5: "9fb629c4189551a2d022fa330f9573f3" },
  { name: "t10k-labels-idx1-ubyte.gz", bytes: 4_542, md5: "ec29112dd5afa0611ce80d1b7f02629c" },
];

const DRAWN = { train: 8_000, test: 2_000, seed: 28 } as const;

/**
 * Loads MNIST: from `dir`, or without it from a cached download, or, where that fails, digits drawn by this program.
 *
 * Throws, for the files of `dir` only: `MnistFolderMissingError`, `MnistFileMissingError`, `IdxFormatError`,
 * `MnistImageSizeError`, `MnistMislabelledError`. A failed download is not an error: `log` and `source` tell of it.
 */
export async function loadMnist(options: LoadMnistOptions): Promise<Mnist> {
  if (options.dir !== undefined) {
    return { ...(await readMnistFolder(options.dir)), source: "folder" };
  }
  const files = options.files ?? FILES;
  const download = await downloadCached({
    cacheDir: options.cacheDir ?? defaultCacheDir(),
    files,
    mirrors: options.mirrors ?? MIRRORS,
    fetch: options.fetch ?? globalThis.fetch,
    stallMs: options.stallMs ?? 8_000,
    onProgress: options.onProgress ?? (() => {}),
    log: options.log,
  });
  if (!download.ok) return drawnDigits(download.reason, options.log);

  const [trainImages, trainLabels, testImages, testLabels] = files;
  const read = (images: MnistFile, labels: MnistFile): LabelledDigits =>
    labelledDigits(readNamed(images, download.contents), readNamed(labels, download.contents));
  return {
    train: read(trainImages, trainLabels),
    test: read(testImages, testLabels),
    source: "download",
    description: "MNIST as its authors published it, downloaded",
  };
}

/** The user's cache folder by the rules of the operating system: `$XDG_CACHE_HOME/elegy/mnist` on Linux. */
export function defaultCacheDir(): string {
  return join(envPaths("elegy", { suffix: "" }).cache, "mnist");
}

function readNamed({ name }: MnistFile, contents: ReadonlyMap<string, Uint8Array>): NamedArray {
  return { file: name, ...readIdx(contents.get(name) ?? new Uint8Array(), name) };
}

function drawnDigits(reason: string, log: (message: string) => void): Mnist {
  log(
    [
      "WARNING: THESE DIGITS ARE DRAWN BY THIS PROGRAM. THEY ARE NOT MNIST.",
      `  Why: no data folder was given, and the download failed: ${reason}.`,
      "  Accuracies on them say nothing about MNIST.",
      "  For the real digits, connect to the network or give a folder with MNIST's IDX files.",
    ].join("\n"),
  );
  const digits = drawDigits({ count: DRAWN.train + DRAWN.test, seed: DRAWN.seed });
  return {
    train: sliceDigits(digits, 0, DRAWN.train),
    test: sliceDigits(digits, DRAWN.train, DRAWN.train + DRAWN.test),
    source: "drawn",
    description: "digits drawn by this program, not MNIST",
  };
}
