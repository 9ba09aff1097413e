import { reference } from "@elegy/backend-reference";
import { type Callback, callbacks, type Model, setBackend } from "../index.ts";
import { noisyData, noisyModel } from "../persistence/noisy-model.test-support.ts";

export const EPOCHS = 10;
export const STEPS = 3;

/** A run of 10 epochs whose every state matters, with callbacks that remember, in a folder of its own. */
export async function runFit(folder: string, watching: Callback): Promise<Model> {
  setBackend(reference());
  const model = noisyModel();
  await model.fit({
    ...noisyData,
    epochs: EPOCHS,
    validationData: [noisyData.x, noisyData.y],
    callbacks: [
      new callbacks.BackupAndRestore(`${folder}/backup`, { saveFreq: 1 }),
      new callbacks.LearningRateScheduler((_, rate) => rate * 0.9),
      new callbacks.EarlyStopping({ patience: 50, restoreBestWeights: true }),
      new callbacks.CSVLogger(`${folder}/log.csv`),
      watching,
    ],
  });
  return model;
}
