import type { Tensor } from "@elegy/autodiff";
import { batches } from "../data/batches.ts";
import { type DataArguments, type Samples, samplesOf } from "../data/samples.ts";
import { type EpochTotals, readTotals } from "../logs/epoch-totals.ts";
import { Breath } from "./breathe.ts";
import type { LogValues } from "./callback.ts";
import { disposeTree, withDeviceBatch } from "./device-batch.ts";
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
  const [first = samples] = batches(samples, { batchSize, shuffleSeed: null });
  try {
    const noTotals = withDeviceBatch(first, classWeight, (batch) => {
      model.initialize(batch);
      model.checkTargets(samples, batch);
      return model.noTotals("test", batch);
    });
    return await runEvaluation(model, samples, batchSize, classWeight, noTotals);
  } finally {
    classWeight?.dispose();
  }
}

/** One pass over the samples: their logs. */
export async function runEvaluation(
  model: Trainable,
  samples: Samples,
  batchSize: number,
  classWeight: Tensor | null,
  noTotals: () => EpochTotals,
): Promise<LogValues> {
  model.resetMetrics();
  const step = model.entryPoints().test;
  const breath = new Breath();
  let totals = noTotals();
  try {
    for (const part of batches(samples, { batchSize, shuffleSeed: null })) {
      [totals, model.states] = withDeviceBatch(part, classWeight, (batch) =>
        step(model.states, totals, batch),
      );
      await breath.take();
    }
    return await readTotals(totals);
  } finally {
    disposeTree(totals);
  }
}
