import type { Tensor } from "@elegy/autodiff";
import { batches } from "../data/batches.ts";
import { type DataArguments, type Samples, samplesOf } from "../data/samples.ts";
import { emptyTotals, readTotals } from "../logs/epoch-totals.ts";
import { Breath } from "./breathe.ts";
import type { LogValues } from "./callback.ts";
import { deviceBatch, disposeBatch, disposeTree } from "./device-batch.ts";
import { requireCount, requireKnownOptions } from "./options.ts";
import type { ClassWeight, Trainable } from "./trainable.ts";

/** What `evaluate` is given. */
export interface EvaluateOptions extends DataArguments {
  /** Samples per step. Default 32. */
  readonly batchSize?: number;
  readonly classWeight?: ClassWeight;
}

/** Measures a model: see `Model.evaluate`. */
export async function evaluate(model: Trainable, options: EvaluateOptions): Promise<LogValues> {
  requireKnownOptions("evaluate", options, ["x", "y", "sampleWeight", "batchSize", "classWeight"]);
  const batchSize = requireCount("evaluate", "batchSize", options.batchSize ?? 32, 1);
  const samples = await samplesOf("evaluate", options);
  const classWeight = model.classWeights(options.classWeight);
  const [first] = batches(samples, { batchSize, shuffleSeed: null });
  const batch = deviceBatch(first ?? samples, classWeight);
  try {
    model.initialize(batch);
    model.checkTargets(samples, batch);
    return await runEvaluation(model, samples, batchSize, classWeight);
  } finally {
    disposeBatch(batch);
    classWeight?.dispose();
  }
}

/** One pass over the samples: their logs. */
export async function runEvaluation(
  model: Trainable,
  samples: Samples,
  batchSize: number,
  classWeight: Tensor | null,
): Promise<LogValues> {
  model.resetMetrics();
  const step = model.entryPoints().test;
  const breath = new Breath();
  let totals = null;
  for (const part of batches(samples, { batchSize, shuffleSeed: null })) {
    const batch = deviceBatch(part, classWeight);
    totals ??= emptyTotals(model.describeLogs("test", batch));
    [totals, model.states] = step(model.states, totals, batch);
    disposeBatch(batch);
    await breath.take();
  }
  const logs = await readTotals(totals ?? {});
  disposeTree(totals);
  return logs;
}
