import { jit, np, setBackend, type Tensor, tree } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { adam } from "./adam.ts";
import { applyUpdates } from "./apply-updates.ts";
import type { GradientTransformation } from "./gradient-transformation.ts";
import figures from "./optax-figures.json" with { type: "json" };
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

type Name = keyof typeof figures.trajectories;
interface Params {
  readonly w: Tensor;
  readonly b: Tensor;
}

/** Every optimizer, under the name it has in the figures of optax. */
const optimizers: readonly (readonly [Name, () => GradientTransformation])[] = [
  ["sgd(0.1)", () => sgd(0.1)],
  ["sgd(0.1, momentum=0.9)", () => sgd(0.1, { momentum: 0.9 })],
  ["sgd(0.1, momentum=0.9, nesterov)", () => sgd(0.1, { momentum: 0.9, nesterov: true })],
  ["sgd(0.1 / (count + 1))", () => sgd((count) => np.divide(0.1, count.add(1)))],
  ["adam(1e-2)", () => adam(1e-2)],
  [
    "adam(1e-2, b1=0.8, b2=0.99, eps=1e-3, eps_root=1e-4)",
    () => adam(1e-2, { b1: 0.8, b2: 0.99, eps: 1e-3, epsRoot: 1e-4 }),
  ],
  ["rmsprop(1e-2)", () => rmsprop(1e-2)],
  [
    "rmsprop(1e-2, decay=0.8, eps=1e-4, momentum=0.9, nesterov, initial_scale=1)",
    () => rmsprop(1e-2, { decay: 0.8, eps: 1e-4, momentum: 0.9, nesterov: true, initialScale: 1 }),
  ],
  ["rmsprop(1e-2, centered, momentum=0.9)", () => rmsprop(1e-2, { centered: true, momentum: 0.9 })],
  ["rmsprop(1e-2, centered, initial_scale=0.5)", () => rmsprop(1e-2, { centered: true, initialScale: 0.5 })],
];

const tensors = ({ w, b }: { w: number[][]; b: number[] }): Params => ({
  w: np.array(w, { dtype: "float32" }),
  b: np.array(b, { dtype: "float32" }),
});

const specs = (value: unknown): string =>
  tree
    .leavesWithPath(value)
    .map(([path, leaf]) => `${path} ${(leaf as Tensor).dtype}[${(leaf as Tensor).shape.join()}]`)
    .join("\n");

async function expectClose(received: Tensor, expected: readonly number[]): Promise<void> {
  const values = Array.from(await received.data());
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => {
    const wanted = expected[i] ?? Number.NaN;
    expect(Math.abs(value - wanted), `${value} for ${wanted}`).toBeLessThanOrEqual(1e-6 * Math.abs(wanted));
  });
}

it("has a figure for every optimizer and an optimizer for every figure", () => {
  expect(optimizers.map(([name]) => name).sort()).toEqual(Object.keys(figures.trajectories).sort());
});

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (_, backend) => {
  beforeAll(() => setBackend(backend()));

  describe.each(optimizers)("%s", (name, make) => {
    const step =
      (optimizer: GradientTransformation) =>
      <P>(params: P, state: unknown, grads: P): readonly [P, unknown] => {
        const [updates, next] = optimizer.update(grads, state, params);
        return [applyUpdates(params, updates), next];
      };

    it.each([["eagerly"], ["under jit"]])("equals optax %s", async (how) => {
      const optimizer = make();
      const eager = step(optimizer);
      const one = how === "under jit" ? jit(eager<Params>) : eager<Params>;
      let params = tensors(figures.params);
      let state: unknown = optimizer.init(params);
      for (const [i, grads] of figures.grads.entries()) {
        [params, state] = one(params, state, tensors(grads));
        const expected = figures.trajectories[name][i];
        await expectClose(params.w, expected?.w.flat() ?? []);
        await expectClose(params.b, expected?.b ?? []);
      }
    });

    it("keeps the structure, shapes and dtypes of its state", () => {
      const optimizer = make();
      const params = tensors(figures.params);
      const state = optimizer.init(params);
      const [updates, next] = optimizer.update(params, state, params);
      expect(specs(next)).toBe(specs(state));
      expect(tree.structureText(tree.structure(next))).toBe(tree.structureText(tree.structure(state)));
      expect(specs(updates)).toBe(specs(params));
    });

    it("takes an empty tree, null and a tensor without elements", async () => {
      const optimizer = make();
      const params = { none: [], nothing: null, empty: np.zeros([0, 3]) };
      const [next, state] = step(optimizer)(params, optimizer.init(params), params);
      expect(specs(next)).toBe("empty float32[0,3]");
      expect(specs(state)).toBe(specs(optimizer.init(params)));
      expect(await next.empty.array()).toEqual([]);
      expect(optimizer.update({}, optimizer.init({}))[0]).toEqual({});
    });

    it("takes a tensor alone and nested arrays", async () => {
      const optimizer = make();
      const alone = np.array([1.5, -2]);
      const [moved] = step(optimizer)(alone, optimizer.init(alone), np.array([0.5, 0.25]));
      const nested = [[alone], { deep: [alone] }] as const;
      const grads = tree.map(() => np.array([0.5, 0.25]), nested) as unknown as typeof nested;
      const [both] = step(optimizer)(nested, optimizer.init(nested), grads);
      expect(await both[1].deep[0].array()).toEqual(await moved.array());
    });

    it("refuses parameters without a gradient", () => {
      const params = { layers: [{ w: np.ones([2]), size: np.array([1, 2]) }] };
      expect(() => make().init(params)).toThrow(
        "optimizer.init: the parameter at `layers.0.size` cannot be optimized. Expected float tensors; received i32[2]. Convert it",
      );
      expect(() => make().init({ w: 1.5 })).toThrow("Expected float tensors; received number 1.5.");
    });

    it("refuses gradients of another structure", () => {
      const optimizer = make();
      const params = tensors(figures.params);
      expect(() => step(optimizer)<unknown>(params, optimizer.init(params), { w: params.w })).toThrow("`b`");
    });

    it("tells its learning rate", async () => {
      const optimizer = make();
      const rate = await optimizer.learningRate?.(optimizer.init({})).item();
      expect(rate).toBeCloseTo(name.startsWith("sgd") ? 0.1 : 0.01, 8);
    });
  });
});
