import {
  grad,
  jit,
  nn,
  np,
  random,
  setBackend,
  ShapeMismatchError,
  type Tensor,
  tree,
  vmap,
} from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import { Linear } from "../layers/linear.ts";
import { Sequential } from "../layers/sequential.ts";
import { layer } from "./layer.ts";
import { ParameterMissingError, PartNameInvalidError } from "./layer-errors.ts";

setBackend(cpu());

const rng = random.key(0);
const x = np.array([[1, 2, 3]]);

/** The paths of all tensors of a tree. */
const paths = (values: unknown): string[] => tree.leavesWithPath(values).map(([path]) => path);

const mlp = layer("MLP", { hidden: Linear(4), out: Linear(2) }, ({ hidden, out }, input: Tensor) =>
  out(nn.relu(hidden(input))),
);

/** As elegy's adapter tests: y = x·w with w = 2, and a counter of calls. */
const scaled = layer("Scaled", {}, (self, input: Tensor) => {
  const w = self.param("w", (_, shape) => np.full(shape, 2), []);
  const calls = self.state("calls", () => np.zeros([]));
  calls.set(calls.value.add(1));
  return input.mul(w);
});

describe("a layer", () => {
  it("names parameters by where they stand", () => {
    const { preds, params } = mlp.init({ rng, args: [x] });
    expect(paths(params)).toEqual(["hidden.b", "hidden.w", "out.b", "out.w"]);
    expect(preds.shape).toEqual([1, 2]);
  });

  it("gives the same with the parameters it made", async () => {
    const { preds, params, states } = mlp.init({ rng, args: [x] });
    const again = mlp.apply({ rng, args: [x], params, states, training: false });
    expect(await again.preds.array()).toEqual(await preds.array());
    expect(again.params).toBe(params);
  });

  it("makes a parameter from its path alone: a layer more leaves the others as they are", async () => {
    const wider = layer(
      "MLP",
      { before: Linear(3), hidden: Linear(4), out: Linear(2) },
      ({ before, hidden, out }, input: Tensor) => out(nn.relu(hidden(before(input)))),
    );
    const [few, many] = [mlp, wider].map((one) => tensorAt(one.init({ rng, args: [x] }).params, "out", "w"));
    expect(await many?.array()).toEqual(await few?.array());
  });

  it("keeps states, which begin when it is initialized", async () => {
    const first = scaled.init({ rng, args: [np.array(3)] });
    expect(await first.preds.item()).toBe(6);
    expect(await tensorAt(first.states, "calls").item()).toBe(0);
    const params = { w: np.array(10).astype("float32") };
    let { states } = first;
    for (const count of [1, 2]) {
      const next = scaled.apply({ rng, args: [np.array(3)], params, states, training: true });
      expect(await next.preds.item()).toBe(30);
      expect(await tensorAt(next.states, "calls").item()).toBe(count);
      // Pure: what came in is as it was.
      expect(await tensorAt(states, "calls").item()).toBe(count - 1);
      states = next.states;
    }
  });

  it("holds lists and objects of parts, and plain functions", () => {
    const net = layer(
      "Net",
      { blocks: [Linear(3), nn.relu, Linear(3)], heads: { a: Linear(1), b: Linear(2) } },
      ({ blocks, heads }, input: Tensor) => {
        const deep = blocks.reduce((value, block) => block(value), input);
        return { a: heads.a(deep), b: heads.b(deep) };
      },
    );
    const { preds, params } = net.init({ rng, args: [x] });
    expect(paths(params)).toEqual(
      ["blocks.0", "blocks.2", "heads.a", "heads.b"].flatMap((path) => [`${path}.b`, `${path}.w`]),
    );
    expect(preds.b.shape).toEqual([1, 2]);
  });
});

describe("one description in two places", () => {
  const shared = Linear(3, { withBias: false });

  it("is one layer, named where it is met first", () => {
    const twice = layer("Twice", { first: shared, second: shared }, ({ first, second }, input: Tensor) =>
      second(first(input)),
    );
    expect(paths(twice.init({ rng, args: [x] }).params)).toEqual(["first.w"]);
  });

  it("gets the gradients of both", async () => {
    const twice = Sequential(shared, shared);
    const { params, states } = twice.init({ rng, args: [x] });
    const loss = (p: unknown): Tensor =>
      twice.apply({ rng, args: [x], params: p, states, training: true }).preds.sum();
    const w = tensorAt(params, "0", "w");
    const direct = grad((v: Tensor) => np.dot(np.dot(x, v), v).sum())(w);
    expect(await tensorAt(grad(loss)(params), "0", "w").array()).toEqual(await direct.array());
  });
});

describe("parts that are known while it runs", () => {
  const built = (depth: number) =>
    layer("Built", {}, (self, input: Tensor) => {
      let value = input;
      for (let i = 0; i < depth; i++) value = self.part(`layer${i}`, Linear(3))(value);
      return value;
    });

  it("have the names they are given", () => {
    expect(paths(built(2).init({ rng, args: [x] }).params)).toEqual(
      ["layer0", "layer1"].flatMap((path) => [`${path}.b`, `${path}.w`]),
    );
  });

  it("may be left out by a condition", () => {
    const deep = built(3).init({ rng, args: [x] });
    const shallow = built(1).apply({ ...deep, rng, args: [x], training: false });
    expect(shallow.preds.shape).toEqual([1, 3]);
    expect(() =>
      built(3).apply({ ...built(1).init({ rng, args: [x] }), rng, args: [x], training: false }),
    ).toThrow(ParameterMissingError);
  });

  it("are shared with the layer that makes them", () => {
    const one = built(1);
    expect(paths(Sequential(one, one).init({ rng, args: [x] }).params)).toEqual(["0.layer0.b", "0.layer0.w"]);
  });
});

describe("what cannot be", () => {
  it.each<[string, () => unknown]>([
    ["the name of something in every scope", () => layer("Bad", { param: Linear(1) }, (_, y: Tensor) => y)],
    ["a name with a dot", () => layer("Bad", { "a.b": Linear(1) }, (_, y: Tensor) => y)],
    [
      "one name twice",
      () =>
        layer("Bad", { a: Linear(1) }, (self, y: Tensor) => self.part("a", Linear(2))(y)).init({
          rng,
          args: [x],
        }),
    ],
    [
      "one name for a part and a parameter",
      () =>
        layer("Bad", { a: Linear(1) }, (self, y: Tensor) =>
          self.a(y).add(self.param("a", (_, shape) => np.zeros(shape), [])),
        ).init({ rng, args: [x] }),
    ],
  ])("%s", (_, make) => {
    expect(make).toThrow(PartNameInvalidError);
  });

  it("inputs of another size than those of `init`", () => {
    const { params, states } = mlp.init({ rng, args: [x] });
    const wide = (): unknown => mlp.apply({ rng, args: [np.ones([1, 5])], params, states, training: false });
    expect(wide).toThrow(ShapeMismatchError);
    expect(wide).toThrow(
      "Linear: `hidden.w` is of another shape or dtype. Expected f32[5,4]; received f32[3,4].",
    );
  });

  it("parameters of another layer", () => {
    const { params, states } = Linear(2).init({ rng, args: [x] });
    expect(() => mlp.apply({ rng, args: [x], params, states, training: false })).toThrow(
      "Linear: there is no `hidden.w`. Expected f32[3,4]; received w, b.",
    );
  });
});

describe("under transformations", () => {
  const noisy = layer("Noisy", {}, (self, input: Tensor) =>
    input.add(random.normal(self.nextKey(), input.shape)).add(random.normal(self.nextKey(), input.shape)),
  );

  it("is the same compiled", async () => {
    const init = jit((key: Tensor, input: Tensor) => mlp.init({ rng: key, args: [input] }));
    const { preds, params } = init(rng, x);
    expect(await preds.array()).toEqual(await mlp.init({ rng, args: [x] }).preds.array());
    expect(paths(params)).toHaveLength(4);
  });

  it("maps over a batch", async () => {
    const { params, states } = mlp.init({ rng, args: [x] });
    const rows = np.arange(12).astype("float32").reshape([4, 3]);
    const one = (row: Tensor): Tensor =>
      mlp.apply({ rng, args: [row], params, states, training: false }).preds;
    expect(await vmap(one)(rows).array()).toEqual(await one(rows).array());
  });

  it("gets a key of its own for every call", async () => {
    const call = { rng, args: [np.zeros([2])] as [Tensor], params: {}, states: {}, training: true };
    const once = await noisy.apply(call).preds.array();
    expect(await noisy.apply(call).preds.array()).toEqual(once);
    const both = Sequential(noisy, noisy).apply(call);
    const places = Sequential(Sequential(noisy)).apply(call);
    expect(await both.preds.array()).not.toEqual(await places.preds.array());
    expect(await noisy.apply({ ...call, rng: random.key(1) }).preds.array()).not.toEqual(once);
  });
});

function tensorAt(values: unknown, ...path: readonly string[]): Tensor {
  return path.reduce((at, name) => (at as Record<string, unknown>)[name], values) as Tensor;
}
