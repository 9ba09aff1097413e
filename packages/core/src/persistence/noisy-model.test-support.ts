import {
  type FunctionContext,
  losses,
  metrics,
  Model,
  np,
  optimizers,
  outputStates,
  random,
  type Tensor,
} from "../index.ts";
import { threeClasses } from "../model/dense-module.test-support.ts";

/** A model all of whose states matter: noise from its key, a count of its own, Adam, a metric. */
export function noisyModel(): Model {
  const module = (x: Tensor, { initializing, training, params, states, rng }: FunctionContext): unknown => {
    const w = initializing ? random.uniform(rng, [4, 3]) : (params as Tensor);
    const count = initializing ? np.zeros([]) : (states as Tensor).add(training ? 1 : 0);
    const noise = training ? random.uniform(rng, x.shape) : 0;
    return outputStates({ preds: np.dot(x.add(noise), w), params: w, states: count });
  };
  return new Model({
    module,
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy(),
    optimizer: optimizers.adam(0.05),
  });
}

/** Three batches an epoch, in an order of its own in every one. */
export const noisyData = { ...threeClasses(12), batchSize: 4, verbose: 0 } as const;
