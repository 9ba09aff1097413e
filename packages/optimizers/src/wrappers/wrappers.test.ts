import { jit, np, setBackend, type Tensor, tree } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { beforeAll, expect, it } from "vitest";
import {
  accumulateGradients,
  adam,
  applyIfFinite,
  applyUpdates,
  averagedParams,
  chain,
  clip,
  emaOfParams,
  type GradientTransformation,
  lookahead,
  type LookaheadParams,
  lookaheadParams,
  multiTransform,
  setToZero,
  sgd,
  skipNotFinite,
  zeroNans,
} from "@elegy/optimizers";
import figures from "../optimizers/optax-figures.test-support.json" with { type: "json" };
import { type Params, stepOf, tensors } from "../optimizers/optimizers.test-support.ts";

beforeAll(() => setBackend(cpu()));

const vector = (...values: number[]): Tensor => np.array(values, { dtype: "float32" });
const sequence = async (optimizer: GradientTransformation, grads: readonly Tensor[]): Promise<unknown[]> => {
  let state = optimizer.init(vector(0));
  const given = [];
  for (const one of grads) {
    const [updates, next] = optimizer.update(one, state, vector(0));
    given.push(...(await updates.data()));
    state = next;
  }
  return given;
};

it.each(Object.entries(figures.lookahead))("%s equals optax, donated", async (name, expected) => {
  const optimizer = lookahead(adam(0.1), {
    syncPeriod: 2,
    slowStepSize: 0.5,
    resetState: name.includes("reset_state"),
  });
  let params = lookaheadParams(tensors(figures.params));
  let state: unknown = optimizer.init(params);
  const step = jit(stepOf(optimizer)<LookaheadParams<Params>>, { donate: [0, 1] });
  for (const [i, values] of figures.grads.entries()) {
    const grads = tensors(values);
    [params, state] = step(params, state, { fast: grads, slow: grads });
    for (const [kind, which] of [params.fast, params.slow].entries()) {
      const received = [...(await which.b.data()), ...(await which.w.data())];
      expected[i]?.[kind]?.forEach((wanted, at) => {
        expect(Math.abs((received[at] ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-5 * Math.abs(wanted));
      });
    }
  }
});

it("lookahead says which trees it takes", () => {
  const optimizer = lookahead(sgd(1), { syncPeriod: 2, slowStepSize: 0.5 });
  expect(() => optimizer.init({ w: vector(1) })).toThrow("Make them with lookaheadParams(params).");
  const params = lookaheadParams(vector(1));
  expect(() => optimizer.update<unknown>(vector(1), optimizer.init(params), params)).toThrow(
    "lookahead: the updates are not in two versions. Expected { fast, slow }; received f32[1].",
  );
});

it("makes no step for NaN, until there are too many", async () => {
  const bad = vector(Number.NaN);
  const given = await sequence(applyIfFinite(sgd(1), 2), [vector(1), bad, bad, vector(2), bad, bad, bad]);
  expect(given).toEqual([-1, 0, 0, -2, 0, 0, Number.NaN]);
});

it("leaves gradients with NaN out of an accumulation", async () => {
  const optimizer = accumulateGradients(sgd(1), 2, { shouldSkip: skipNotFinite });
  const grads = [vector(1), vector(Number.NaN), vector(3), vector(5), vector(Infinity)];
  expect(await sequence(optimizer, grads)).toEqual([0, 0, -2, 0, 0]);
});

it("accumulates exactly as a larger batch", async () => {
  const grads = [vector(1), vector(2), vector(6), vector(-1), vector(0), vector(4)];
  const few = await sequence(accumulateGradients(adam(0.1), 3), grads);
  const large = await sequence(adam(0.1), [vector(3), vector(1)]);
  expect([few[2], few[5]]).toEqual(large);
});

it("averages the parameters: 1, 1.5263158, 2.0701103 of 1, 2, 3, as Elegy's EMA does", async () => {
  const optimizer = emaOfParams(sgd(1), 0.9);
  const step = jit(stepOf(optimizer)<{ w: Tensor }>, { donate: [0, 1] });
  let params = { w: vector(0) };
  let state: unknown = optimizer.init(params);
  const averages: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    [params, state] = step(params, state, { w: vector(-1) });
    averages.push(await averagedParams<{ w: Tensor }>(state).w.item());
  }
  [1, 1.5263158, 2.0701103].forEach((wanted, i) => expect(averages[i]).toBeCloseTo(wanted, 6));
  expect(() => averagedParams(sgd(1).init(params))).toThrow("Let emaOfParams be the outermost wrapper");
});

it("keeps no state for what multiTransform freezes", async () => {
  const optimizer = multiTransform({ on: adam(0.5), off: setToZero() }, { encoder: "off", head: "on" });
  const params = { encoder: [vector(1), vector(2)], head: { w: vector(3) } };
  const state = optimizer.init(params);
  const paths = tree.leavesWithPath(state).map(([path]) => path);
  expect(paths.filter((path) => path.includes("encoder"))).toEqual([]);
  expect(paths).toContain("innerStates.on.0.mu.head.w");
  const moved = applyUpdates(params, optimizer.update(params, state, params)[0]);
  expect([await moved.encoder[0]?.item(), await moved.head.w.item()]).toEqual([1, expect.closeTo(2.5, 4)]);
});

it("bounds the step of a chain that ends with clip", async () => {
  const [step] = await sequence(chain(sgd(0.1), clip(0.5)), [vector(1e5)]);
  expect(step).toBe(-0.5);
});

it("descends by the rate: 2 − 1·1.5 = 0.5", async () => {
  const optimizer = sgd(1);
  const [w] = stepOf(optimizer)(vector(2), optimizer.init(vector(2)), vector(1.5));
  expect(await w.item()).toBe(0.5);
});

it("replaces NaN and says where it was", async () => {
  const optimizer = zeroNans();
  const [updates, { foundNan }] = optimizer.update(
    { a: vector(1, Number.NaN), b: vector(2) },
    { foundNan: {} },
  );
  expect(await updates.a.array()).toEqual([1, 0]);
  const { a, b } = foundNan as Record<"a" | "b", Tensor>;
  expect([await a.item(), await b.item()]).toEqual([1, 0]);
});
