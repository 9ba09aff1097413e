import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { describe, expect, it } from "vitest";
import {
  type FieldsOf,
  type FunctionContext,
  losses,
  Model,
  type ModelOptions,
  nn,
  np,
  optimizers,
  outputStates,
  setBackend,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";
import { trainingFigures } from "./training-figures.test-support.ts";

interface Params {
  readonly w1: Tensor;
  readonly b1: Tensor;
  readonly w2: Tensor;
  readonly b2: Tensor;
}

const f32 = ({
  data,
  shape,
}: {
  readonly data: readonly number[];
  readonly shape: readonly number[];
}): Tensor => np.array(Float32Array.from(data), { shape });

const { w1, b1, w2, b2 } = trainingFigures.params;
const initialParams = (): Params => ({ w1: f32(w1), b1: f32(b1), w2: f32(w2), b2: f32(b2) });

const logitsOf = (x: Tensor, params: Params): Tensor =>
  np.dot(np.tanh(np.dot(x, params.w1).add(params.b1)), params.w2).add(params.b2);

/** As a plain function and a loss. */
function moduleModel(options: ModelOptions): Model {
  return new Model({
    module(x: Tensor, { initializing, params: kept }: FunctionContext) {
      const params: Params = initializing ? initialParams() : kept;
      return outputStates({ preds: logitsOf(x, params), params });
    },
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    ...options,
  });
}

/** As one overridden step. */
type Fields = FieldsOf<{ netParams: Params }>;

class OneStep extends Model<{ netParams: Params }> {
  override testStep({ x, yTrue, states, initializing }: StepInputs<Fields>): TestStep<Fields> {
    const netParams = initializing ? initialParams() : states.netParams;
    const logLikelihood = np.sum(nn.oneHot(yTrue, 3).mul(nn.logSoftmax(logitsOf(x, netParams))), {
      axis: -1,
    });
    const loss = np.mean(logLikelihood.neg());
    return [loss, { loss }, states.update({ netParams })];
  }
}

const makers = { sgd: optimizers.sgd, adam: optimizers.adam };

const models = {
  "a module and a loss": moduleModel,
  "an overridden testStep": (options: ModelOptions) => new OneStep(options),
};

describe.each([
  ["cpu", cpu],
  ["reference", reference],
] as const)("on the %s backend", (_, backend) => {
  describe.each(Object.entries(models))("%s", (_, model) => {
    it.each([
      ["sgd", false],
      ["sgd", true],
      ["adam", false],
      ["adam", true],
    ] as const)("trains with %s as JAX does (runEagerly: %s)", async (name, runEagerly) => {
      setBackend(backend());
      const { learningRate, values } = trainingFigures.losses[name];
      const trained = model({ optimizer: makers[name](learningRate), runEagerly });
      const { history } = await trained.fit({
        x: f32(trainingFigures.x),
        y: Int32Array.from(trainingFigures.y),
        epochs: values.length,
        batchSize: 12,
        shuffle: false,
        verbose: 0,
      });
      expect(history["loss"]).toHaveLength(values.length);
      values.forEach((value, step) => {
        const relative = (history["loss"]?.[step] ?? Number.NaN) / value - 1;
        expect(Math.abs(relative), `step ${step}`).toBeLessThan(1e-5);
      });
    });
  });
});
