import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import { requireCount, requireKnownOptions } from "../training/options.ts";
import type { BatchCarrier, BatchSource } from "./batch-source.ts";
import { toTensors } from "./data-tree.ts";
import { type DataSample, type Dataset, type DatasetModule, isDataset, isDatasetModule } from "./dataset.ts";
import { loaderSource } from "./loader-source.ts";

/** How a dataset is cut into batches, and how many of them are made ahead. */
export interface DataLoaderOptions {
  /** Samples in a batch. Default 32. */
  readonly batchSize?: number;
  /** Another order in each pass. Default `false`. */
  readonly shuffle?: boolean;
  /** Of the order. Default: the model's seed; 42 where there is no model. */
  readonly seed?: number;
  /** Leave out a last batch that is short. Default `false`. */
  readonly dropRemaining?: boolean;
  /**
   * How many batches are made at the same time: on so many threads where the dataset is a module, else by so many
   * asynchronous calls on this thread. The order of batches does not depend on it. Default 1.
   */
  readonly workers?: number;
  /** How many batches may be ready or in the making ahead of the reader. Default: `workers`, at least 2. */
  readonly prefetch?: number;
  /** How long to wait for a batch, in milliseconds. Default: as long as it takes. */
  readonly timeout?: number;
}

/** A batch of a loader as tensors, which are the reader's. */
export interface LoadedBatch {
  /** A tensor, or a tree of them as in the samples. */
  readonly x: Tensor;
  /** `null` where the samples have none. */
  readonly y: Tensor | null;
  readonly sampleWeight: Tensor | null;
}

const OPTIONS: Readonly<Record<keyof DataLoaderOptions, true>> = {
  batchSize: true,
  shuffle: true,
  seed: true,
  dropRemaining: true,
  workers: true,
  prefetch: true,
  timeout: true,
};

/**
 * Batches of a dataset, for `fit`, `evaluate`, `predict` and `for await`: shuffled, stacked, made ahead, and on
 * threads where the dataset is a module.
 *
 * @throws ArgumentInvalidError for what is no dataset, or an option out of range.
 * @throws DatasetFailedError, DataLoaderTimeoutError where batches are read.
 * @example
 * ```ts
 * const squares = { length: 11, get: (i) => ({ x: i, y: i * i }) };
 * const batches = [];
 * for await (const { x } of new DataLoader(squares, { batchSize: 4 })) batches.push(await x.array());
 * batches; // => [[0,1,2,3],[4,5,6,7],[8,9,10]]
 * ```
 */
export class DataLoader implements AsyncIterable<LoadedBatch>, BatchCarrier {
  readonly #dataset: Dataset | DatasetModule;
  readonly #options: DataLoaderOptions;
  #passes = 0;

  /** @param dataset `{ length, get(i) }`, a list of samples, or the module in which threads find it. */
  constructor(dataset: Dataset | ArrayLike<DataSample> | DatasetModule, options: DataLoaderOptions = {}) {
    requireKnownOptions("DataLoader", options, Object.keys(OPTIONS));
    const { batchSize = 1, workers = 1, prefetch = 0, timeout = 1 } = options;
    requireCount("DataLoader", "batchSize", batchSize, 1);
    requireCount("DataLoader", "workers", workers, 1);
    requireCount("DataLoader", "prefetch", prefetch, 0);
    requireCount("DataLoader", "timeout", timeout, 1);
    this.#dataset = datasetOf(dataset);
    this.#options = options;
  }

  /** One pass; each has an order of its own where the loader shuffles. */
  async *[Symbol.asyncIterator](): AsyncGenerator<LoadedBatch, void> {
    const source = await this.openBatches("DataLoader", 42);
    const pass = source.pass(this.#passes++, 0);
    try {
      for (;;) {
        const { value, done } = await pass.next();
        if (done === true) return;
        const { x, y, sampleWeight } = value;
        // Samples with several arrays give trees of tensors.
        yield toTensors({ x, y, sampleWeight }) as LoadedBatch;
      }
    } finally {
      await pass.return?.();
      await source.close();
    }
  }

  /** What `fit`, `evaluate` and `predict` call: opens the dataset, on threads if it is a module. */
  openBatches(operation: string, seed: number): Promise<BatchSource> {
    const {
      batchSize = 32,
      shuffle = false,
      dropRemaining = false,
      workers = 1,
      timeout = null,
    } = this.#options;
    return loaderSource(operation, this.#dataset, {
      batchSize,
      shuffleSeed: shuffle ? (this.#options.seed ?? seed) : null,
      dropRemaining,
      workers,
      prefetch: this.#options.prefetch ?? Math.max(2, workers),
      timeout,
    });
  }
}

function datasetOf(data: Dataset | ArrayLike<DataSample> | DatasetModule): Dataset | DatasetModule {
  if (typeof data === "object" && data !== null) {
    if (isDataset(data)) return data;
    if (isDatasetModule(data)) return { ...data, module: absolute(data.module) };
    // An index below `length` has a sample.
    if ("length" in data) return { length: data.length, get: (index) => data[index] as DataSample };
  }
  throw new ArgumentInvalidError({
    operation: "DataLoader",
    problem: "there is no dataset",
    expected: "{ length, get(i) }, a list of samples, or { module, export, data }",
    received: data === null ? "null" : typeof data,
  });
}

function absolute(module: URL | string): string {
  try {
    return new URL(module).href;
  } catch (cause) {
    throw new ArgumentInvalidError({
      operation: "DataLoader",
      problem: "`module` is not an absolute URL",
      expected: 'new URL("./dataset.js", import.meta.url)',
      received: String(module),
      hint: "Threads do not know relative to which file; import.meta.resolve finds a package.",
      cause,
    });
  }
}
