import { ArgumentInvalidError } from "@elegy/autodiff";
import { BatchFeed } from "../data/batch-feed.ts";
import type { BatchSource } from "../data/batch-source.ts";
import type { DataTree } from "../data/data-tree.ts";
import {
  cutSamples,
  type InputArguments,
  isStreamed,
  openSource,
  type StreamedInput,
} from "../data/open-source.ts";
import { type Dataset, isDataset } from "../data/dataset.ts";
import { samplesOf, splitSamples } from "../data/samples.ts";

/** Inputs, targets and weights to validate with; or batches of them. */
export type ValidationData =
  | readonly [x: DataTree, y?: DataTree | null, sampleWeight?: DataTree | null]
  | StreamedInput
  | Dataset;

/** The options of `fit` about data, checked. */
export interface FitDataOptions extends InputArguments {
  readonly seed: number;
  readonly initialEpoch: number;
  readonly epochs: number;
  readonly batchSize: number | undefined;
  readonly shuffle: boolean | undefined;
  readonly dropRemaining: boolean | undefined;
  readonly stepsPerEpoch: number | undefined;
  readonly validationSplit: number | undefined;
  readonly validationData: ValidationData | undefined;
  readonly validationSteps: number | undefined;
  readonly validationBatchSize: number | undefined;
  /** How often the model will be validated. */
  readonly validations: number;
}

/** What `fit` reads. */
export interface FitData {
  readonly training: BatchFeed;
  readonly validation: BatchFeed | null;
  close(): Promise<void>;
}

/** Opens everything that `fit` reads. */
export async function openFitData(options: FitDataOptions): Promise<FitData> {
  const [training, validation] = await openSources(options);
  const close = async (): Promise<void> => {
    await Promise.all([training.close(), validation?.close()]);
  };
  try {
    const feeds = {
      training: trainingFeed(training, options),
      validation: validationFeed(validation, options),
    };
    return {
      ...feeds,
      async close() {
        await feeds.training.close();
        await feeds.validation?.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function trainingFeed(source: BatchSource, options: FitDataOptions): BatchFeed {
  const { stepsPerEpoch, initialEpoch, epochs } = options;
  return new BatchFeed(source, {
    operation: "fit",
    stepsOption: "stepsPerEpoch",
    steps: stepsPerEpoch,
    firstEpoch: initialEpoch,
    epochs: epochs - initialEpoch,
    restarts: false,
  });
}

function validationFeed(source: BatchSource | null, options: FitDataOptions): BatchFeed | null {
  if (source === null) return null;
  return new BatchFeed(source, {
    operation: "fit (validationData)",
    stepsOption: "validationSteps",
    steps: options.validationSteps,
    firstEpoch: 0,
    epochs: options.validations,
    restarts: true,
  });
}

async function openSources(options: FitDataOptions): Promise<readonly [BatchSource, BatchSource | null]> {
  const { x, y, sampleWeight, seed, batchSize, dropRemaining, stepsPerEpoch, validationSplit } = options;
  const { validationData } = options;
  const streamed = isStreamed(x);
  const cut = {
    batchSize,
    steps: stepsPerEpoch,
    shuffle: options.shuffle ?? (streamed ? undefined : true),
    seed,
    dropRemaining,
  };
  if (validationSplit === undefined) {
    // Small mistakes first: what is to be validated is looked at before threads are started for what is trained.
    const validation = validationData === undefined ? null : await openValidation(validationData, options);
    try {
      return [await openSource("fit", { x, y, sampleWeight }, cut), validation];
    } catch (error) {
      await validation?.close();
      throw error;
    }
  }
  if (validationData !== undefined) throw bothError();
  if (streamed || isDataset(x)) throw splitStreamError();
  const samples = await samplesOf("fit", { x, y, sampleWeight });
  const [training, held] = splitSamples("fit", samples, validationSplit);
  return [
    cutSamples("fit", training, cut),
    cutSamples("fit (validationSplit)", held, validationCut(options)),
  ];
}

function validationCut(options: FitDataOptions): Parameters<typeof cutSamples>[2] {
  const { validationBatchSize, batchSize, validationSteps, seed } = options;
  return {
    batchSize: validationBatchSize ?? batchSize,
    steps: validationSteps,
    shuffle: false,
    seed,
    dropRemaining: false,
  };
}

function openValidation(data: ValidationData, options: FitDataOptions): Promise<BatchSource> {
  const operation = "fit (validationData)";
  if (isStreamed(data)) {
    const { validationBatchSize, seed } = options;
    const cut = { batchSize: validationBatchSize, steps: undefined, shuffle: undefined, seed };
    return openSource(operation, { x: data }, { ...cut, dropRemaining: undefined });
  }
  if (!Array.isArray(data) && isDataset(data))
    return openSource(operation, { x: data }, validationCut(options));
  // Callers without types give other things, too.
  const parts: unknown = data;
  if (!Array.isArray(parts) || parts.length === 0 || parts.length > 3) throw notListError(data);
  const [x, y, sampleWeight] = parts as readonly (DataTree | null | undefined)[];
  const given = { x: x ?? undefined, y: y ?? undefined, sampleWeight: sampleWeight ?? undefined };
  return openSource(operation, given, validationCut(options));
}

function notListError(data: object): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "fit",
    problem: "`validationData` is not a list",
    expected: "[x, y], [x, y, sampleWeight], a DataLoader or a stream of batches",
    received: Array.isArray(data)
      ? `a list of ${data.length}`
      : `an object with ${Object.keys(data).join(", ")}`,
  });
}

// The Python library took the split and said that it took the data.
function bothError(): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "fit",
    problem: "`validationSplit` and `validationData` exclude each other",
    expected: "one of them",
    received: "both",
  });
}

function splitStreamError(): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "fit",
    problem: "`validationSplit` needs data in memory",
    expected: "arrays",
    received: "data that come in batches",
    hint: "Split them before, and pass the second part as `validationData`.",
  });
}
