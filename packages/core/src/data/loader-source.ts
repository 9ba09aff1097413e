import { orderOf, requireSteps } from "./array-source.ts";
import type { BatchSource } from "./batch-source.ts";
import { collate } from "./collate.ts";
import { DataLoaderTimeoutError, DatasetFailedError } from "./data-loader-errors.ts";
import { type Dataset, type DatasetModule, isDatasetModule } from "./dataset.ts";
import type { Samples } from "./samples.ts";
import { DatasetThread } from "./threads/dataset-thread.ts";

/** The options of a loader, complete. */
export interface LoaderOptions {
  readonly batchSize: number;
  readonly shuffleSeed: number | null;
  readonly dropRemaining: boolean;
  readonly workers: number;
  readonly prefetch: number;
  /** In milliseconds; `null` for none. */
  readonly timeout: number | null;
}

/** A dataset that is open: its samples by number. */
interface SampleReader {
  readonly length: number;
  get(batch: number, indices: readonly number[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** Batches of a dataset, made ahead of the reader, in an order that the number of workers does not change. */
export async function loaderSource(
  operation: string,
  dataset: Dataset | DatasetModule,
  options: LoaderOptions,
): Promise<BatchSource> {
  const { batchSize, workers } = options;
  const reader = isDatasetModule(dataset)
    ? await readOnThreads(dataset, workers)
    : readHere(dataset, workers);
  try {
    const steps = requireSteps(operation, reader.length, options);
    return {
      steps,
      samples: Math.min(reader.length, steps * batchSize),
      replayable: true,
      whole: null,
      pass(number, from) {
        const order = orderOf(reader.length, options.shuffleSeed, number);
        const load = async (batch: number): Promise<Samples> => {
          const indices = order.slice(batch * batchSize, (batch + 1) * batchSize);
          return collate(operation, await reader.get(batch, indices), indices);
        };
        return inOrder(load, from, steps, options);
      },
      close: () => reader.close(),
    };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

/** Keeps up to `prefetch` batches in the making or ready while the reader works on one. */
async function* inOrder(
  load: (batch: number) => Promise<Samples>,
  from: number,
  steps: number,
  { prefetch, timeout }: LoaderOptions,
): AsyncGenerator<Samples, void> {
  const ahead: Promise<Samples>[] = [];
  let next = from;
  const begin = (most: number): void => {
    while (next < steps && ahead.length < most) {
      const loading = load(next++);
      // Whoever reads the batch hears of the error; nobody may.
      loading.catch(() => {});
      ahead.push(loading);
    }
  };
  for (let batch = from; batch < steps; batch++) {
    begin(1);
    const loading = ahead.shift();
    begin(prefetch);
    if (loading !== undefined) yield await inTime(loading, batch, timeout);
  }
}

async function inTime<T>(work: Promise<T>, batch: number, timeout: number | null): Promise<T> {
  if (timeout === null) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DataLoaderTimeoutError(batch, timeout)), timeout);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Every worker is a chain of batches, each of which begins when the one before it has ended. */
function readHere(dataset: Dataset, workers: number): SampleReader {
  const chains: Promise<unknown>[] = Array.from({ length: workers }, () => Promise.resolve());
  let closed = false;
  const read = async (indices: readonly number[]): Promise<readonly unknown[]> => {
    if (closed) return [];
    try {
      return await Promise.all(indices.map(async (index) => dataset.get(index)));
    } catch (error) {
      throw new DatasetFailedError(`getting samples ${indices[0]}…${indices.at(-1)}`, error);
    }
  };
  return {
    length: dataset.length,
    get(batch, indices) {
      const work = (chains[batch % workers] ?? Promise.resolve()).then(() => read(indices));
      chains[batch % workers] = work.catch(() => {});
      return work;
    },
    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}

async function readOnThreads(dataset: DatasetModule, workers: number): Promise<SampleReader> {
  const threads = Array.from({ length: workers }, () => new DatasetThread());
  const close = async (): Promise<void> => void (await Promise.all(threads.map((thread) => thread.stop())));
  try {
    const [length = 0] = await Promise.all(threads.map((thread) => thread.open(dataset)));
    return {
      length,
      async get(batch, indices) {
        return (await threads[batch % workers]?.get(indices)) ?? [];
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
