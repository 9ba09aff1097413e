import { reference } from "@elegy/backend-reference";
import {
  callbacks,
  History,
  losses,
  Model,
  type ModelOptions,
  np,
  optimizers,
  setBackend,
  type Tensor,
} from "../index.ts";
import type { EpochTotals } from "../logs/epoch-totals.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";
import { drive, type FakeModel } from "./drive.test-support.ts";

/** A run of 5 epochs of 4 batches with Adam, whose logs count on the device. */
export const EPOCHS = 5;
export const STEPS = 4;

export interface Outcome {
  /** All bits of the states, and the totals of the last epoch. */
  readonly bits: string;
  readonly epochs: readonly number[];
}

/** Runs it with a backup, and calls `onStep` before each step; a model of its own every time. */
export async function run(
  folder: string,
  options: callbacks.BackupAndRestoreOptions,
  onStep: (epoch: number, batch: number) => void | Promise<void>,
): Promise<Outcome> {
  setBackend(reference());
  const { x, y } = threeClasses(4 * STEPS);
  const batchOf = (batch: number): { x: number[][]; y: number[] } => ({
    x: x.slice(4 * batch, 4 * batch + 4),
    y: y.slice(4 * batch, 4 * batch + 4),
  });
  const modelOptions: ModelOptions = {
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.adam(0.05),
  };
  const model = new Model(modelOptions);
  await model.init(batchOf(0));
  const history = new History();
  let last: EpochTotals = {};
  const present: FakeModel = {
    saved: [],
    get states() {
      return model.states;
    },
    set states(states) {
      model.states = states;
    },
    optimizer: model.optimizer,
    stopTraining: false,
    callbacks: [],
    progress: null,
    save: (path) => model.save(path),
    load: (path) => model.load(path),
  };
  const epochs = Array.from({ length: EPOCHS }, (_, epoch) => ({ loss: 1 / (1 + epoch) }));
  await drive([new callbacks.BackupAndRestore(folder, options), history], epochs, {
    model: present,
    steps: STEPS,
    step: async (_, batch, totals) => {
      await onStep(present.progress?.epoch ?? 0, batch);
      await model.trainOnBatch(batchOf(batch));
      last = { steps: { last: lastOf(totals).add(batch + 1) } };
      return last;
    },
  });
  const leaves = [model.states.netParams.w, model.states.netParams.b, lastOf(last)] as readonly Tensor[];
  const data = await Promise.all(leaves.map((leaf) => leaf.data()));
  const state = await model.states.optimizerStates[0].mu.w.data();
  const bits = [...data, state].map((part: { readonly buffer: ArrayBufferLike }) =>
    Buffer.from(new Uint8Array(part.buffer)).toString("hex"),
  );
  return { bits: bits.join(" "), epochs: history.epoch };
}

function lastOf({ steps }: EpochTotals): Tensor {
  return steps && "last" in steps ? steps.last : np.zeros([], { dtype: "float32" });
}
