import { ArgumentInvalidError, isTensor } from "@elegy/autodiff";
import { arraySource, type BatchOptions } from "./array-source.ts";
import { type BatchCarrier, type BatchSource, isBatchCarrier } from "./batch-source.ts";
import { type BatchStream, isBatchStream, streamSource } from "./batch-stream.ts";
import type { DataTree } from "./data-tree.ts";
import { type Dataset, isDataset } from "./dataset.ts";
import { type Samples, samplesOf } from "./samples.ts";

/** Data that come in batches: a stream, or a function that returns one for every pass, whose number it is given. */
export type StreamedInput = BatchStream | ((pass: number) => BatchStream) | BatchCarrier;

/**
 * What can stand for data: arrays and trees of arrays, a stream of batches, a `DataLoader`, or a `Dataset`, which
 * is cut into batches as arrays are.
 */
export type DataInput = DataTree | StreamedInput | Dataset;

/** Data as the user gave them. */
export interface InputArguments {
  readonly x?: DataInput | undefined;
  readonly y?: DataTree | undefined;
  readonly sampleWeight?: DataTree | undefined;
}

/** How arrays are cut; what the user left out is `undefined`. */
export interface CutOptions {
  readonly batchSize: number | undefined;
  /** Steps asked for: without a batch size, samples are cut into so many batches. */
  readonly steps: number | undefined;
  readonly shuffle: boolean | undefined;
  readonly seed: number;
  readonly dropRemaining: boolean | undefined;
}

/** Whether data come in batches already. */
export function isStreamed(x: unknown): x is StreamedInput {
  if (typeof x === "function") return true;
  if (typeof x !== "object" || x === null) return false;
  // A map can be iterated, but is meant as a tree: it is refused as data.
  if (isTensor(x) || ArrayBuffer.isView(x) || Array.isArray(x) || x instanceof Map) return false;
  return isBatchCarrier(x) || (!isDataset(x) && isBatchStream(x));
}

/**
 * The batches of whatever was given as data.
 *
 * @throws ArgumentInvalidError for options that the data do not have, and what is no data.
 */
export async function openSource(
  operation: string,
  args: InputArguments,
  options: CutOptions,
): Promise<BatchSource> {
  const { x } = args;
  const { y, sampleWeight } = args;
  if (isStreamed(x)) {
    const { batchSize, shuffle, dropRemaining } = options;
    refuseOptions(operation, { y, sampleWeight, batchSize, shuffle, dropRemaining });
    return isBatchCarrier(x) ? x.openBatches(operation, options.seed) : streamSource(operation, x);
  }
  // Arrays have no `get`, and a tensor's takes positions of any kind.
  if (typeof x !== "object" || isTensor(x) || !isDataset(x)) {
    return cutSamples(operation, await samplesOf(operation, { x, y, sampleWeight }), options);
  }
  refuseOptions(operation, { y, sampleWeight });
  const { loaderSource } = await import("../loaded-later.ts");
  return loaderSource(operation, x, {
    ...cutOptions(x.length, options),
    workers: 1,
    prefetch: 2,
    timeout: null,
  });
}

/** What belongs to the batches of a stream cannot be said beside it. */
function refuseOptions(operation: string, options: object): void {
  const given = Object.entries(options).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `there is no \`${given[0]}\` for data that come in batches`,
    expected: "batches [x, y, sampleWeight] as they are to be used",
    received: `\`${given[0]}\` beside a stream`,
  });
}

/** Cuts samples in memory. */
export function cutSamples(operation: string, samples: Samples, options: CutOptions): BatchSource {
  return arraySource(operation, samples, cutOptions(samples.count, options));
}

function cutOptions(count: number, { batchSize, steps, ...options }: CutOptions): BatchOptions {
  const { shuffle = false, seed, dropRemaining = false } = options;
  return {
    batchSize: batchSize ?? (steps === undefined ? 32 : Math.max(1, Math.ceil(count / steps))),
    shuffleSeed: shuffle ? seed : null,
    dropRemaining,
  };
}
