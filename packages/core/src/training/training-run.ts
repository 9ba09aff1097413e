import type { Callback, TrainingProgress } from "./callback.ts";

/** What a model shows of the running `fit`, and how `fit` is asked to stop. */
export class TrainingRun {
  stopTraining = false;
  callbacks: readonly Callback[] = [];
  progress: TrainingProgress | null = null;
}
