import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type FunctionContext,
  Model,
  type ModuleApply,
  type ModuleInit,
  moduleSymbol,
  np,
  outputStates,
  random,
  setBackend,
  type Tensor,
} from "../index.ts";
import { moduleOf } from "./function-module.ts";

beforeAll(() => setBackend(cpu()));

const call = (): ModuleApply => ({
  args: [3],
  params: 10,
  states: 1,
  rng: random.key(0),
  training: false,
});

// As elegy's adapters: y = x·w with w = 2 and a counter; `init` counts nothing.
const scaled = (x: number, { initializing, params, states }: FunctionContext): unknown =>
  initializing
    ? outputStates({ preds: x * 2, params: 2, states: 0 })
    : outputStates({ preds: x * params, states: states + 1 });

describe("a plain function", () => {
  it("is a module", () => {
    const module = moduleOf(scaled);
    expect(module.init(call())).toMatchObject({ preds: 6, params: 2, states: 0 });
    expect(module.apply(call())).toMatchObject({ preds: 30, params: 10, states: 2 });
  });

  it("that returns predictions alone keeps what there is", () => {
    const module = moduleOf((x: number) => x + 1);
    expect(module.init(call())).toEqual({ preds: 4, params: null, states: null });
    expect(module.apply(call())).toEqual({ preds: 4, params: 10, states: 1 });
    // An object of predictions is no output but what `outputStates` marks.
    expect(moduleOf(() => ({ preds: 1 })).apply(call()).preds).toEqual({ preds: 1 });
  });

  it("gets the inputs and then the context", () => {
    const seen: unknown[][] = [];
    const module = moduleOf((...args: unknown[]) => seen.push(args));
    const { rng } = call();
    module.init({ args: [1, 2], rng });
    module.apply({ ...call(), args: [], training: true });
    expect(seen).toEqual([
      [1, 2, { params: null, states: null, rng, initializing: true, training: true }],
      [{ params: 10, states: 1, rng: expect.anything() as Tensor, initializing: false, training: true }],
    ]);
  });
});

it("weakness 19: anything may carry a module, a function too", async () => {
  const carried = {
    init: ({ args: [x] }: ModuleInit) => ({ preds: x, params: np.full([], 2), states: null }),
    apply: ({ args: [x], params, states }: ModuleApply) => ({
      preds: (x as Tensor).mul(params as Tensor),
      params,
      states,
    }),
  };
  for (const carrier of [
    { [moduleSymbol]: carried },
    Object.assign(() => "not this", { [moduleSymbol]: carried }),
  ]) {
    const model = new Model({ module: carrier });
    await model.init({ x: [1, 2] });
    expect(await (await model.predict({ x: [1, 2] })).array()).toEqual([2, 4]);
    // The user's own object stays within reach (elegy's issue 195).
    expect(model.module).toBe(carrier);
  }
});

it.each([
  [null, "null"],
  ["mlp", "mlp"],
  [3, "3"],
])("%s is no module", (value, received) => {
  expect(() => new Model({ module: value as never })).toThrow(
    `\`module\` is not a module. Expected a function, or an object with Symbol.for("@elegy/module"); received ${received}.`,
  );
});
