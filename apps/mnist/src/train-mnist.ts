import { formatSummary, type Model, np, optimizers, setBackend, summaryRows, type Tensor } from "@elegy/core";
import { resolve } from "node:path";
import type { ByteArray } from "./data/idx.ts";
import { loadMnist } from "./data/mnist.ts";
import { downloadProgress } from "./download-progress.ts";
import { type BackendName, makeBackend } from "./make-backend.ts";
import { layeredClassifier, type NetworkName } from "./models/layered-classifier.ts";
import { LinearClassifier } from "./models/linear-classifier.ts";

export interface TrainOptions {
  readonly backend: BackendName;
  readonly model: "linear" | NetworkName;
  readonly data?: string;
  readonly epochs?: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly save: string;
}

const EPOCHS = { linear: 30, mlp: 10, cnn: 5 } as const;

/** Loads digits, trains, measures, saves, and tells each of it. */
export async function trainMnist(options: TrainOptions): Promise<void> {
  setBackend(await makeBackend(options.backend));

  const progress = downloadProgress();
  const mnist = await loadMnist({ dir: options.data, onProgress: progress.update, log: console.log });
  progress.stop();
  const [xTrain, yTrain] = [tensor(mnist.train.x), tensor(mnist.train.y)];
  const [xTest, yTest] = [tensor(mnist.test.x), tensor(mnist.test.y)];
  console.log(`\nData: ${mnist.description}: ${xTrain.shape[0]} to train, ${xTest.shape[0]} to test\n`);

  const model =
    options.model === "linear"
      ? new LinearClassifier({ optimizer: optimizers.adam(1e-3), seed: options.seed })
      : layeredClassifier(options.model, options.seed);
  await model.init({ x: xTrain, y: yTrain });
  await printSummary(model, options.model, xTrain);

  await model.fit({
    x: xTrain,
    y: yTrain,
    epochs: options.epochs ?? EPOCHS[options.model],
    batchSize: options.batchSize,
    validationData: [xTest, yTest],
  });

  const { accuracy, loss } = await model.evaluate({ x: xTest, y: yTest, batchSize: 256 });
  console.log(
    `\nTest accuracy ${accuracy?.toFixed(4)}, loss ${loss?.toFixed(4)} (${options.model}, seed ${options.seed})`,
  );

  const folder = resolve(options.save);
  await model.save(folder);
  console.log(`Model saved in ${folder}`);
}

function tensor({ data, shape }: ByteArray): Tensor {
  return np.array(data, { shape });
}

/** `model.summary` needs predictions, which the linear classifier does not make: its states are described instead. */
async function printSummary(model: Model, name: TrainOptions["model"], x: Tensor): Promise<void> {
  if (name !== "linear") {
    await model.summary({ x });
    return;
  }
  const { netParams, netStates } = model.states;
  console.log(formatSummary(summaryRows({ x, netParams, netStates }), "LinearClassifier"));
}
