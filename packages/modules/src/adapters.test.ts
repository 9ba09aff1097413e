import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moduleSymbol, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import {
  type FunctionContext,
  hooks,
  Model,
  type ModuleCarrier,
  type ModuleFunction,
  moduleOf,
  outputStates,
} from "@elegy/core";
import { layer, type Scope } from "@elegy/nn";
import { afterAll, describe, expect, it } from "vitest";
import { fromLinen, fromStax, fromTransform, fromTransformWithState } from "./index.ts";
import { moduleChecks } from "./testing/module-checks.ts";

setBackend(cpu());

const folder = mkdtempSync(join(tmpdir(), "elegy-modules-"));
afterAll(() => rmSync(folder, { recursive: true }));

const scalar = (value: number): Tensor => np.full([], value, { dtype: "float32" });
const rng = random.key(0);

// As elegy's adapter tests: y = x·w with w = 2, and a counter of calls that `init` leaves at 0.
interface Scaled {
  readonly w: Tensor;
  readonly n: Tensor;
}
const own: ModuleCarrier = {
  [moduleSymbol]: {
    init: ({ args: [x] }) => ({ preds: (x as Tensor).mul(2), params: scalar(2), states: scalar(0) }),
    apply: ({ args: [x], params, states }) => ({
      preds: (x as Tensor).mul(params as Tensor),
      params,
      states: (states as Tensor).add(1),
    }),
  },
};
const plain = (x: Tensor, { initializing, params, states }: FunctionContext): unknown =>
  initializing
    ? outputStates({ preds: x.mul(2), params: scalar(2), states: scalar(0) })
    : outputStates({ preds: x.mul(params), states: states.add(1) });
const linen = fromLinen({
  init: () => ({ params: { w: scalar(2) }, calls: { n: scalar(0) } }),
  apply: ({ params, calls }: { params: Scaled; calls: Scaled }, x: Tensor) => [
    x.mul(params.w),
    { calls: { n: calls.n.add(1) } },
  ],
});
const haiku = fromTransformWithState({
  init: () => [scalar(2), scalar(0)],
  apply: (w: Tensor, n: Tensor, _: Tensor, x: Tensor) => [x.mul(w), n.add(1)],
});
const nnLayer = layer("Scaled", {}, (self: Scope, x: Tensor) => {
  const w = self.param("w", (_, shape) => np.full(shape, 2, { dtype: "float32" }), []);
  const n = self.state("n", () => np.zeros([]));
  n.set(n.value.add(1));
  return x.mul(w);
});
const transform = fromTransform({
  init: () => scalar(2),
  apply: (w: Tensor, _: Tensor, x: Tensor) => x.mul(w),
});
const stax = fromStax([(_, shape) => [shape, scalar(2)], (w: Tensor, x: Tensor) => x.mul(w)]);

const FORMS: readonly (readonly [
  name: string,
  module: ModuleCarrier | ModuleFunction,
  params: unknown,
  states: readonly [unknown, unknown],
])[] = [
  ["own module", own, 10, [0, 1]],
  ["plain function", plain, 10, [0, 1]],
  ["linen", linen, { w: 10 }, [{ calls: { n: 0 } }, { calls: { n: 1 } }]],
  ["haiku with state", haiku, 10, [0, 1]],
  ["@elegy/nn", nnLayer, { w: 10 }, [{ n: 0 }, { n: 1 }]],
  ["haiku", transform, 10, [null, null]],
  ["stax", stax, 10, [null, null]],
];

async function numbers(values: unknown): Promise<unknown> {
  if (values === null || typeof values !== "object") return values;
  if ("array" in values) return (values as Tensor).array();
  const entries = Object.entries(values).map(async ([name, value]) => [name, await numbers(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const filled = (values: unknown): unknown =>
  typeof values === "number" ? scalar(values) : { w: scalar((values as { w: number }).w) };

describe.each(FORMS)("%s", (_, carrier, params, [first, next]) => {
  const module = moduleOf(carrier);

  it("gives elegy's figures: 6 with w = 2, 30 with w = 10", async () => {
    const made = module.init({ rng, args: [scalar(3)] });
    expect(await numbers(made.preds)).toBe(6);
    expect(await numbers(made.states)).toEqual(first);
    const after = module.apply({ ...made, rng, args: [scalar(3)], params: filled(params), training: false });
    expect(await numbers(after.preds)).toBe(30);
    expect(await numbers(after.params)).toEqual(params);
    expect(await numbers(after.states)).toEqual(next);
  });

  const checks = moduleChecks({
    module: carrier,
    args: [np.array([1, 2, 3]).astype("float32")],
    folder: `${folder}/${_}`,
  });
  it.each(checks)("$name", ({ run }) => run());
});

// Dropout of half, when training.
const drop = (x: Tensor, key: Tensor, training: boolean): Tensor =>
  training ? x.mul(random.bernoulli(key, 0.5, x.shape)) : x;
interface Options {
  readonly training: boolean;
  readonly rngs: { readonly noise: Tensor };
  readonly rng: Tensor;
}
const DROPOUTS: readonly (readonly [string, ModuleCarrier])[] = [
  [
    "linen, with a stream of its own",
    fromLinen(
      {
        init: () => ({}),
        apply: (_: unknown, x: Tensor, { rngs, training }: Options) => drop(x, rngs.noise, training),
      },
      { rngs: ["noise"], mutable: false },
    ),
  ],
  [
    "haiku, with the flag as an argument",
    fromTransform(
      {
        init: () => null,
        apply: (_: unknown, key: Tensor, x: Tensor, training: boolean) => drop(x, key, training),
      },
      { training: (args, training) => [...args, training] },
    ),
  ],
  [
    "haiku with state, with the flag by name",
    fromTransformWithState(
      {
        init: () => [null, null],
        apply: (_: unknown, state: unknown, key: Tensor, x: Tensor, { training }: Options) => [
          drop(x, key, training),
          state,
        ],
      },
      { training: "training" },
    ),
  ],
  [
    "stax",
    fromStax([
      (_, shape) => [shape, []],
      (_: unknown, x: Tensor, { rng: key, training }: Options) => drop(x, key, training),
    ]),
  ],
];
describe.each(DROPOUTS)("dropout: %s", (name, module) => {
  const checks = moduleChecks({
    module,
    args: [np.ones([64])],
    folder: `${folder}/${name}`,
    randomInTraining: true,
  });
  it.each(checks)("$name", ({ run }) => run());
});

describe("the kit finds", () => {
  const broken: ModuleCarrier = {
    [moduleSymbol]: {
      init: () => ({ preds: scalar(1), params: scalar(1), states: null }),
      apply: ({ training }) => ({ preds: scalar(training ? 2 : 3), params: null, states: scalar(0) }),
    },
  };
  const checks = moduleChecks({ module: broken, args: [scalar(1)], folder });
  it.each(checks.slice(0, 4))("what breaks: $name", async ({ run }) => {
    await expect(run()).rejects.toThrow("the module does not keep the contract");
  });
});

describe("what cannot be", () => {
  it.each<[string, () => unknown, string]>([
    [
      "an unknown option",
      () => fromLinen({ init: () => ({}), apply: () => 0 }, { mutabel: true } as never),
      "there is no option `mutabel`",
    ],
    [
      "predictions alone, where updates are due",
      () => callOf(fromLinen({ init: () => ({}), apply: () => scalar(1) })),
      "Expected [predictions, updates]",
    ],
    [
      "an update of what is not mutable",
      () => callOf(fromLinen({ init: () => ({}), apply: () => [1, { stats: 2 }] }, { mutable: ["cache"] })),
      'Add "stats" to `mutable`.',
    ],
    [
      "one result for two",
      () => callOf(fromTransformWithState({ init: () => 1, apply: () => 1 })),
      "Expected [params, state]; received 1",
    ],
    [
      "a shape alone",
      () => callOf(fromStax([(_, shape) => shape, () => 1])),
      "Expected [outputShape, params]",
    ],
  ])("%s", (_, call, message) => {
    expect(call).toThrow(message);
  });
  const callOf = (carrier: ModuleCarrier): unknown => moduleOf(carrier).init({ rng, args: [np.ones([3])] });
});

it("the framework's own object stays within reach (elegy's weakness 19)", () => {
  const pair = { init: () => null, apply: () => 1 };
  expect(fromTransform(pair).wrapped).toBe(pair);
});

it("a pair may describe its layers by hooks: elegy's A ⊃ B ⊃ C", async () => {
  const zeros = (a: number, b: number, c: number) => ({
    a: np.zeros([a]),
    b: { b: np.zeros([b]), c: { c: np.zeros([c]) } },
  });
  const nested = fromLinen({
    init: () => ({ params: zeros(1, 3, 5), stats: zeros(2, 4, 6) }),
    apply: (_: unknown, x: Tensor) => {
      hooks.addSummary("b", x.mul(2), { type: "B" });
      hooks.addSummary("", x, { type: "A" });
      return [x, {}];
    },
  });
  const rows = await new Model({ module: nested }).summary({ x: np.ones([2, 2]), print: false });
  expect(rows.at(-1)).toMatchObject({
    name: "Total",
    trainable: { count: 9, bytes: 36 },
    other: { count: 12, bytes: 48 },
  });
});
