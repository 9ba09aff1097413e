import type { Tensor } from "@elegy/autodiff";
import type { BatchFeed } from "../data/batch-feed.ts";
import { type EpochTotals, readTotals } from "../logs/epoch-totals.ts";
import { BatchesAhead } from "./batches-ahead.ts";
import { Breath } from "./breathe.ts";
import type { LogValues, TrainingProgress, TrainParams } from "./callback.ts";
import type { CallbackList } from "./callback-list.ts";
import { disposeTree } from "./device-batch.ts";
import type { Interrupt } from "./interrupt.ts";
import { type Preparation, prepare } from "./preparation.ts";
import { runEvaluation } from "./run-evaluation.ts";
import type { Trainable } from "./trainable.ts";

/** What `fit` made of its options. */
export interface TrainingPlan {
  readonly model: Trainable;
  readonly params: TrainParams;
  readonly callbacks: CallbackList;
  readonly classWeight: Tensor | null;
  readonly training: BatchFeed;
  readonly validation: BatchFeed | null;
  /** Whether the model is validated after an epoch, counted from 0. */
  validates(epoch: number): boolean;
  readonly interrupt: Interrupt;
}

/** Epochs of batches, from where a run is to begin or to go on. `model.run` says at any time where it stands. */
export class TrainingLoop {
  readonly #plan: TrainingPlan;
  #preparation: Preparation | null = null;
  #ahead: BatchesAhead | null = null;
  #validations = 0;

  constructor(plan: TrainingPlan) {
    this.#plan = plan;
  }

  async run(start: TrainingProgress): Promise<void> {
    const { callbacks, params, interrupt, model } = this.#plan;
    this.#stand(start.epoch, start.batch, start.totals);
    try {
      await this.#prepareFirst(start);
      await callbacks.call("onTrainBegin", params);
      for (let epoch = start.epoch; epoch < params.epochs && !model.run.stopTraining; epoch++) {
        await callbacks.call("onEpochBegin", epoch);
        const logs = await this.#epoch(epoch, epoch === start.epoch ? start.batch : 0);
        const validationLogs = interrupt.requested ? {} : await this.#validate(epoch);
        // An epoch that was interrupted has no end: what is kept is where it stands.
        if (interrupt.requested) break;
        await callbacks.call("onEpochEnd", epoch, { ...logs, ...prefixed("val_", validationLogs) });
        this.#freeTotals();
        this.#stand(epoch + 1, 0, {});
      }
    } finally {
      await this.#ahead?.close();
    }
  }

  /** Totals stay on the device until nobody can ask for them any more. */
  #freeTotals(): void {
    disposeTree(this.#plan.model.run.progress?.totals ?? {});
  }

  #stand(epoch: number, batch: number, totals: EpochTotals): void {
    this.#plan.model.run.progress = { epoch, batch, totals };
  }

  /** Looks at the first batch before anything begins. A stream is not read for no epoch. */
  async #prepareFirst({ epoch, batch }: TrainingProgress): Promise<void> {
    const { params, training } = this.#plan;
    if (epoch >= params.epochs && training.whole === null) return;
    const ahead = this.#open(training, epoch, batch);
    this.#ahead = ahead;
    const first = await ahead.peek();
    if (first !== null) this.#prepared(first);
  }

  #prepared(first: Parameters<typeof prepare>[2]): Preparation {
    const { model, training, validation, classWeight } = this.#plan;
    const feeds = validation === null ? [training] : [training, validation];
    const steps = validation === null ? (["train"] as const) : (["train", "test"] as const);
    this.#preparation ??= prepare(model, feeds, first, classWeight, steps);
    return this.#preparation;
  }

  #open(feed: BatchFeed, epoch: number, from: number): BatchesAhead {
    const { classWeight, interrupt } = this.#plan;
    const ahead = new BatchesAhead(feed.epoch(epoch, from), classWeight);
    interrupt.wakes(() => void ahead.close().catch(() => {}));
    return ahead;
  }

  async #epoch(epoch: number, from: number): Promise<LogValues> {
    const { model, callbacks, training } = this.#plan;
    const ahead = this.#ahead ?? this.#open(training, epoch, from);
    this.#ahead = ahead;
    // The metrics of an epoch that was cut off go on.
    if (from === 0) await model.restartMetrics("fit");
    const breath = new Breath();
    for (let batch = from; !this.#stops(); batch++) {
      if (!(await this.#batch(ahead, epoch, batch))) break;
      const { totals = {} } = model.run.progress ?? {};
      const logs = callbacks.logs(() => readTotals(totals));
      await callbacks.call("onTrainBatchEnd", batch, logs);
      await breath.take();
    }
    this.#ahead = null;
    await ahead.close();
    return readTotals(model.run.progress?.totals ?? {});
  }

  /** One step; `false` if there was no batch for it. */
  async #batch(ahead: BatchesAhead, epoch: number, batch: number): Promise<boolean> {
    const { model, callbacks, training } = this.#plan;
    const uploaded = await ahead.next();
    if (uploaded === null) return false;
    try {
      const { check, noTrainTotals } = this.#prepared(uploaded);
      if (training.whole === null) check(uploaded.samples);
      if (batch === 0) this.#stand(epoch, 0, noTrainTotals());
      await callbacks.call("onTrainBatchBegin", batch);
      const before = model.run.progress?.totals ?? {};
      const [totals, states] = model.entryPoints().train(model.states, before, uploaded.batch);
      model.states = states;
      this.#stand(epoch, batch + 1, totals);
    } finally {
      uploaded.dispose();
    }
    ahead.start();
    return true;
  }

  #stops(): boolean {
    return this.#plan.interrupt.requested || this.#plan.model.run.stopTraining;
  }

  async #validate(epoch: number): Promise<LogValues> {
    const { model, callbacks, validation } = this.#plan;
    if (validation === null || !this.#plan.validates(epoch)) return {};
    const ahead = this.#open(validation, this.#validations++, 0);
    try {
      const first = await ahead.peek();
      if (first === null) return {};
      const { noTestTotals, check } = this.#prepared(first);
      const checks = validation.whole === null ? check : () => {};
      return await runEvaluation({ model, callbacks, ahead, noTotals: noTestTotals, check: checks });
    } finally {
      await ahead.close();
    }
  }
}

function prefixed(prefix: string, logs: LogValues): LogValues {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [prefix + name, value]));
}
