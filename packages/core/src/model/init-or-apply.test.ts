import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FieldsOf,
  initOrApply,
  Model,
  ModelUninitializedError,
  np,
  optimizers,
  random,
  setBackend,
  type StepInputs,
  type Tensor,
  type TestStep,
} from "../index.ts";

beforeAll(() => setBackend(cpu()));

type Fields = FieldsOf<{ netParams: readonly [Tensor, Tensor] }>;

let made = 0;

// The branch in every step was called too much boilerplate (weakness 11).
class Linear extends Model<{ netParams: readonly [Tensor, Tensor] }> {
  override testStep({ x, yTrue, states, initializing }: StepInputs<Fields>): TestStep<Fields> {
    const netParams = initOrApply(states.netParams, initializing, () => {
      made += 1;
      return [random.normal(random.key(0), [x.shape[1] ?? 0]), np.zeros([])] as const;
    });
    const [w, b] = netParams;
    const loss = np.dot(x, w).add(b).sub(yTrue).square().mean();
    return [loss, { loss }, states.update({ netParams })];
  }
}

const data = {
  x: [
    [1, 2],
    [3, 4],
  ],
  y: [1, 2],
} as const;

describe("weakness 11: initOrApply", () => {
  it("makes parameters once, and trains them", async () => {
    made = 0;
    const model = new Linear({ optimizer: optimizers.sgd(0.01) });
    const { history } = await model.fit({ ...data, epochs: 20, verbose: 0 });
    expect(made).toBe(1);
    expect(history["loss"]?.at(-1)).toBeLessThan(history["loss"]?.[0] ?? 0);
  });

  it("keeps those that the user gave, and makes none", async () => {
    made = 0;
    const netParams = [np.array([0, 0.5], { dtype: "float32" }), np.zeros([])] as const;
    const model = new Linear({ optimizer: optimizers.sgd(0.01), states: { netParams } });
    await model.init(data);
    expect(made).toBe(0);
    expect(await model.states.netParams[0].array()).toEqual([0, 0.5]);
    expect((await model.evaluate(data))["loss"]).toBe(0);
  });

  it("complains where there are none any more", async () => {
    const model = new Linear({ optimizer: optimizers.sgd(0.01), initialized: true });
    await expect(model.fit({ ...data, verbose: 0 })).rejects.toThrow(ModelUninitializedError);
    expect(() => initOrApply(null, false, () => 1)).toThrow(
      "initOrApply: the model has no parameters yet. Expected an initialized model",
    );
  });
});
