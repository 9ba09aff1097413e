import type { Tensor } from "@elegy/autodiff";
import type { Samples } from "../data/samples.ts";
import type { EpochTotals } from "../logs/epoch-totals.ts";
import type { Batch, EntryPoints } from "../model/entry-points.ts";
import type { States } from "../states/states.ts";
import type { CallbackModel } from "./callback.ts";
import type { TrainingRun } from "./training-run.ts";

/** What the loops of `fit`, `evaluate` and `predict` need of a model. */
export interface Trainable {
  readonly seed: number;
  readonly initialized: boolean;
  /** The present states; a loop replaces them after every step. */
  states: States;
  /** The running `fit`, as the model shows it. */
  readonly run: TrainingRun;
  /** The model as callbacks see it. */
  readonly callbackModel: CallbackModel;
  /** Makes parameters for data like this batch, if there are none. */
  initialize(batch: Batch): void;
  /**
   * Makes sure that a step can take the states.
   *
   * @throws StatesLostError where they went with a step that failed; BackendMismatchError where they live on another
   * backend than the one that is set.
   */
  requireStates(operation: string): void;
  /**
   * Puts running losses and metrics back to nothing, on the backend that is set: another one may have been.
   *
   * @throws what `requireStates` throws.
   */
  restartMetrics(operation: string): Promise<void>;
  entryPoints(): EntryPoints;
  /** What makes the totals of no batch, for a step to add the logs of batches like this one to. */
  noTotals(step: "train" | "test", batch: Batch): () => EpochTotals;
  /** What looks at targets on the host, where an error can still name the sample; the batch shows predictions. */
  targetsCheck(batch: Batch): (samples: Samples) => void;
  /** What to weight each class with: `f32[classes]`. */
  classWeights(weights: ClassWeight | undefined): Tensor | null;
}

/** A weight for each class, by its label. */
export type ClassWeight = Readonly<Record<number, number>> | readonly number[];
