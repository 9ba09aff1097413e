import { jit, np, setBackend, type Tensor, vmap } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GradientTransformation } from "../gradient-transformation.ts";
import {
  accumulateGradients,
  adafactor,
  adam,
  adamw,
  applyIfFinite,
  chain,
  clip,
  emaOfParams,
  flatten,
  freeze,
  fromage,
  injectHyperparams,
  lookahead,
  masked,
  multiTransform,
  namedChain,
  rprop,
  scale,
  scaleByAdam,
  scaleByLearningRate,
  setToZero,
  sgd,
} from "@elegy/optimizers";
import { optimizers } from "./optimizers.test-support.ts";

beforeAll(() => setBackend(reference()));

const tree = (): unknown => ({ w: np.ones([1]) });
const pair = (): unknown => ({ fast: tree(), slow: tree() });

/** All that passes the rate of what is inside on. */
const wrappers: readonly (readonly [string, () => GradientTransformation, () => unknown])[] = [
  ["scaleByLearningRate", () => scaleByLearningRate(0.5), tree],
  ["chain", () => chain(scale(2), chain(scale(3), sgd(0.5)), clip(1)), tree],
  ["namedChain", () => namedChain({ a: scaleByAdam(), b: sgd(0.5) }), tree],
  ["masked", () => masked(sgd(0.5), true), tree],
  ["multiTransform", () => multiTransform({ a: setToZero(), b: adam(0.5) }, "b"), tree],
  ["freeze", () => chain(adam(0.5), freeze(false)), tree],
  ["injectHyperparams", () => injectHyperparams((h) => adam(h.learningRate), { learningRate: 0.5 }), tree],
  ["accumulateGradients", () => accumulateGradients(adam(0.5), 2), tree],
  ["applyIfFinite", () => applyIfFinite(adam(0.5), 2), tree],
  ["flatten", () => flatten(adam(0.5)), tree],
  ["emaOfParams", () => emaOfParams(adam(0.5), 0.9), tree],
  ["lookahead", () => lookahead(adam(0.5), { syncPeriod: 2, slowStepSize: 0.5 }), pair],
  ["fromage", () => fromage(0.5), tree],
  ["adafactor", () => adafactor(0.5), tree],
];

it.each(wrappers)("%s passes the learning rate on, to be read and set", async (_, make, params) => {
  const optimizer = make();
  const state = optimizer.init(params());
  expect(await optimizer.learningRate?.(state).item()).toBe(0.5);
  const slower = optimizer.withLearningRate?.(state, 0.25);
  expect(await optimizer.learningRate?.(slower).item()).toBe(0.25);
  const [, next] = optimizer.update(params(), slower, params());
  expect(await optimizer.learningRate?.(next).item()).toBe(0.25);
  expect(await optimizer.learningRate?.(state).item()).toBe(0.5);
  expect(() => optimizer.withLearningRate?.(state, -1)).toThrow("withLearningRate: `learningRate`");
});

it("reads and does not set the rate of a schedule", async () => {
  const scheduled: readonly GradientTransformation[] = [
    sgd(() => 0.5),
    injectHyperparams((h) => sgd(h.learningRate), { learningRate: () => 0.5 }),
  ];
  for (const optimizer of scheduled) {
    expect(await optimizer.learningRate?.(optimizer.init({})).item()).toBe(0.5);
    expect(optimizer.withLearningRate).toBeUndefined();
  }
});

it("has no rate where there are several, or none", () => {
  expect(chain(sgd(0.1), sgd(0.2)).learningRate).toBeUndefined();
  expect(multiTransform({ a: sgd(0.1), b: adam(0.2) }, "a").withLearningRate).toBeUndefined();
  expect(chain(scale(2)).learningRate).toBeUndefined();
  expect(rprop(0.1).learningRate).toBeUndefined();
  expect(injectHyperparams((h) => adamw(0.1, h), { weightDecay: 0.1 }).learningRate).toBeUndefined();
});

describe("every optimizer with a rate that can be set", () => {
  const settable = Object.entries(optimizers).filter(([, make]) => make().withLearningRate);

  it.each(settable)("%s keeps it in its state; vmap maps over several", async (_, make) => {
    const optimizer = make();
    const params = { w: np.array([1, -2], { dtype: "float32" }) };
    const state = optimizer.init(params);
    // Two updates: some optimizers give the first only with the second.
    const afterTwo = (rate: number | Tensor): Tensor => {
      const [first, next] = optimizer.update(params, optimizer.withLearningRate?.(state, rate), params);
      return first.w.add(optimizer.update(params, next, params)[0].w);
    };
    const mapped = await vmap(afterTwo)(np.array([0, 0.5, 2])).array();
    const alone = await Promise.all([0, 0.5, 2].map((rate) => afterTwo(rate).array()));
    expect(mapped).toEqual(alone);
    expect(alone[1]).not.toEqual(alone[2]);
  });
});

describe("compiled", () => {
  let compilations = 0;
  beforeEach(() => {
    const backend = cpu();
    compilations = 0;
    const { compile } = backend;
    setBackend(
      Object.assign(backend, {
        compile: (...args: Parameters<typeof compile>) => {
          if (!args[1].eager) compilations += 1;
          return compile.apply(backend, args);
        },
      }),
    );
  });

  it("takes another rate without a second compilation", async () => {
    const optimizer: GradientTransformation = chain(clip(10), sgd(0.5));
    const step = jit((state: unknown, grads: Tensor) => optimizer.update(grads, state), { donate: [0] });
    const grads = np.array([2, 4], { dtype: "float32" });
    const [first, state] = step(optimizer.init(grads), grads);
    expect(await first.array()).toEqual([-1, -2]);
    const compiled = compilations;
    const [second] = step(optimizer.withLearningRate?.(state, 0.25), grads);
    expect(await second.array()).toEqual([-0.5, -1]);
    expect(compilations).toBe(compiled);
  });
});
