import { readTotals, type EpochTotals } from "../logs/epoch-totals.ts";
import type { Samples } from "../data/samples.ts";
import type { BatchesAhead } from "./batches-ahead.ts";
import { Breath } from "./breathe.ts";
import type { LogValues } from "./callback.ts";
import type { CallbackList } from "./callback-list.ts";
import { disposeTree } from "./device-batch.ts";
import type { Trainable } from "./trainable.ts";

export interface EvaluationPlan {
  readonly model: Trainable;
  readonly callbacks: CallbackList;
  readonly ahead: BatchesAhead;
  readonly noTotals: () => EpochTotals;
  /** Looks at the targets of a batch, where not all have been looked at before. */
  readonly check: (samples: Samples) => void;
}

/** One pass over data: their logs. Ends early when `ahead` is closed. */
export async function runEvaluation(plan: EvaluationPlan): Promise<LogValues> {
  const { model, callbacks, ahead, check } = plan;
  await model.restartMetrics("evaluate");
  const step = model.entryPoints().test;
  const breath = new Breath();
  let totals = plan.noTotals();
  try {
    await callbacks.call("onTestBegin");
    for (let index = 0; ; index++) {
      const uploaded = await ahead.next();
      if (uploaded === null) break;
      try {
        check(uploaded.samples);
        await callbacks.call("onTestBatchBegin", index);
        [totals, model.states] = step(model.states, totals, uploaded.batch);
      } finally {
        uploaded.dispose();
      }
      ahead.start();
      const now = totals;
      const logs = callbacks.logs(() => readTotals(now));
      await callbacks.call("onTestBatchEnd", index, logs);
      await breath.take();
    }
    const logs = await readTotals(totals);
    await callbacks.call("onTestEnd", logs);
    return logs;
  } finally {
    disposeTree(totals);
    await ahead.close();
  }
}
