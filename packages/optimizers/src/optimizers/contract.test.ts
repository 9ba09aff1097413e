import { jit, np, setBackend, type Tensor, tree, vmap } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import figures from "./optax-figures.test-support.json" with { type: "json" };
import { optimizers, specs, stepOf, tensors } from "./optimizers.test-support.ts";

beforeAll(() => setBackend(reference()));

/** What does not descend along the quadratic, and why. */
const NO_DESCENT = new Map([
  ["MultiSteps(sgd(0.1), 2, skip_large_updates(16))", "the gradients are too large for it"],
  ["inject_hyperparams(adam)(1e-2, b1=0.5 + 0.1 * count)", "b1 is 1 after five updates"],
]);

describe.each(Object.entries(optimizers))("%s", (_, make) => {
  it("keeps the structure, shapes and dtypes of its state, also in float64", () => {
    for (const dtype of ["float32", "float64"] as const) {
      const optimizer = make();
      const params = tree.map((x: Tensor) => x.astype(dtype), tensors(figures.params));
      const state = optimizer.init(params);
      const [updates, next] = optimizer.update(params, state, params);
      expect(specs(next)).toBe(specs(state));
      expect(specs(updates)).toBe(specs(params));
    }
  });

  it("makes numbers of zero gradients", async () => {
    const optimizer = make();
    const params = tensors(figures.params);
    const zeros = tree.map((x: Tensor) => np.zerosLike(x), params);
    let state = optimizer.init(params);
    for (let i = 0; i < 2; i++) {
      const [updates, next] = optimizer.update(zeros, state, params);
      for (const leaf of tree.leaves([updates, next])) {
        expect(
          await np
            .isfinite((leaf as Tensor).astype("float32"))
            .all()
            .item(),
        ).toBe(1);
      }
      state = next;
    }
  });

  it("takes an empty tree, null and a tensor without elements", async () => {
    const optimizer = make();
    const params = { none: [], nothing: null, emptyw: np.zeros([0, 3]) };
    const [next, state] = stepOf(optimizer)(params, optimizer.init(params), params);
    expect(specs(next)).toBe(specs(params));
    expect(specs(state)).toBe(specs(optimizer.init(params)));
    expect(await next.emptyw.array()).toEqual([]);
    expect(optimizer.update({}, optimizer.init({}), {})[0]).toEqual({});
  });

  it("takes a tensor alone, a scalar, and nested arrays", async () => {
    const optimizer = make();
    const alone = np.array([1.5, -2]);
    const [moved] = stepOf(optimizer)(alone, optimizer.init(alone), np.array([0.5, 0.25]));
    expect(moved.shape).toEqual([2]);
    const nested = [np.array(1.5), [{ deep: [np.ones([2, 1, 2])] }]] as const;
    const [deep] = stepOf(optimizer)<unknown>(nested, optimizer.init(nested), nested);
    expect(specs(deep)).toBe(specs(nested));
  });

  it("refuses parameters without a gradient", () => {
    const params = { layers: [{ w: np.ones([2]), sizew: np.array([1, 2]), sizeb: np.array([1, 2]) }] };
    expect(() => make().init(params)).toThrow(
      /optimizer.init: the parameter at `layers.0.size[wb]` cannot be optimized. Expected float tensors; received i32\[2\]. Convert it/,
    );
  });

  it("refuses gradients of another structure", () => {
    const optimizer = make();
    const params = tensors(figures.params);
    expect(() => stepOf(optimizer)<unknown>(params, optimizer.init(params), { w: params.w })).toThrow("`b`");
  });

  it("is mapped by vmap over examples as one by one", async () => {
    const optimizer = make();
    const params = np.array(
      [
        [1, 2],
        [3, -1],
        [0.5, 0.25],
      ],
      { dtype: "float32" },
    );
    const two = <P>(p: P): P => {
      const step = stepOf(optimizer);
      const [once, state] = step(p, optimizer.init(p), p);
      return step(once, state, once)[0];
    };
    const mapped = await vmap(two<Tensor>)(params).array();
    const last = two(params.get(2));
    expect((mapped as number[][])[2]).toEqual(await last.array());
  });
});

it.each(Object.entries(optimizers).filter(([name]) => !NO_DESCENT.has(name)))(
  "%s makes a quadratic smaller",
  async (_, make) => {
    const optimizer = make();
    const step = jit(stepOf(optimizer)<{ w: Tensor }>);
    const loss = async ({ w }: { w: Tensor }): Promise<number> => w.square().sum().item();
    let params = { w: np.array([2, 1.5]) };
    const before = await loss(params);
    let state = optimizer.init(params);
    for (let i = 0; i < 8; i++) [params, state] = step(params, state, { w: params.w.mul(2) });
    expect(await loss(params)).toBeLessThan(before);
  },
);
