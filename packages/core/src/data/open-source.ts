import { ArgumentInvalidError, isTensor } from "@elegy/autodiff";
import { arraySource } from "./array-source.ts";
import type { BatchSource } from "./batch-source.ts";
import { type BatchStream, isBatchStream, streamSource } from "./batch-stream.ts";
import type { DataTree } from "./data-tree.ts";
import { type Samples, samplesOf } from "./samples.ts";

/**
 * What can stand for data: arrays and trees of arrays; a stream of batches, or a function that returns one for
 * every pass, whose number it is given.
 */
export type DataInput = DataTree | BatchStream | ((pass: number) => BatchStream);

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
export function isStreamed(x: unknown): x is Exclude<DataInput, DataTree> {
  if (typeof x === "function") return true;
  if (typeof x !== "object" || x === null) return false;
  // A map can be iterated, but is meant as a tree: it is refused as data.
  if (isTensor(x) || ArrayBuffer.isView(x) || Array.isArray(x) || x instanceof Map) return false;
  return isBatchStream(x);
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
  if (!isStreamed(x)) return cutSamples(operation, await samplesOf(operation, { ...args, x }), options);
  const { batchSize, shuffle, dropRemaining } = options;
  const { y, sampleWeight } = args;
  refuseOptions(operation, { y, sampleWeight, batchSize, shuffle, dropRemaining });
  return streamSource(operation, x);
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

export function cutSamples(operation: string, samples: Samples, options: CutOptions): BatchSource {
  const { steps, shuffle = false, seed, dropRemaining = false } = options;
  const batchSize = options.batchSize ?? (steps === undefined ? 32 : Math.ceil(samples.count / steps));
  return arraySource(operation, samples, { batchSize, shuffleSeed: shuffle ? seed : null, dropRemaining });
}
