import { grad, jit, lax, np, random, setBackend, type Tensor, tree, vmap } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import {
  BatchNormalization,
  type Bound,
  Dropout,
  type Layer,
  layer,
  LayerNormalization,
  Linear,
  type Scope,
  SimpleRNN,
  StateUnreachableError,
} from "../../index.ts";
import { expectClose } from "../close.test-support.ts";

setBackend(cpu());

const rng = random.key(5);
const [batch, time, features, units] = [2, 4, 3, 5];
const sequences = random.normal(random.key(1), [batch, time, features]);

type Cell = Layer<[h: Tensor, x: Tensor], Tensor>;

/** A recurrent layer around any cell: its parameters are made by one call before the loop. */
function recurrentOf(cell: Cell): Layer<[xs: Tensor], Tensor> {
  return layer("Recurrent", { cell }, (self, xs: Tensor) => {
    const steps = np.moveaxis(xs, 1, 0);
    const start = np.zeros([xs.shape[0] ?? 0, units]);
    if (self.initializing) self.cell(start, steps.at(0).get());
    const [last] = lax.scan(
      (h: Tensor, x: Tensor): readonly [Tensor, null] => [self.cell(h, x), null],
      start,
      steps,
    );
    return last;
  });
}

/** As `SimpleRNN`, of two layers. */
const elman = (): Cell =>
  layer(
    "Elman",
    { inputs: Linear(units), hidden: Linear(units, { withBias: false }) },
    (self, h: Tensor, x: Tensor) => np.tanh(self.inputs(x).add(self.hidden(h))),
  );

/** A layer within a layer within the cell. */
const normalized = (): Cell =>
  layer("Normalized", { inner: elman(), norm: LayerNormalization() }, (self, h: Tensor, x: Tensor) =>
    self.norm(self.inner(h, x)),
  );

const call = (of: Layer<[xs: Tensor], Tensor>, params: unknown, xs: Tensor, training = true): Tensor =>
  of.apply({ rng, args: [xs], params, states: {}, training }).preds;

interface ElmanParams {
  readonly cell: { readonly inputs: { w: Tensor; b: Tensor }; readonly hidden: { w: Tensor } };
}

describe("a cell of two layers", () => {
  const recurrent = recurrentOf(elman());
  const { params } = recurrent.init({ rng, args: [sequences] });
  const { cell } = params as ElmanParams;
  const same = { w: cell.inputs.w, u: cell.hidden.w, b: cell.inputs.b };

  it("is SimpleRNN, whose figures are Keras's, with its gradients", async () => {
    const loss = (of: Layer<[xs: Tensor], Tensor>) => (given: unknown, xs: Tensor) =>
      np.sin(call(of, given, xs)).sum();
    expectClose(
      await call(recurrent, params, sequences).data(),
      await call(SimpleRNN(units), same, sequences).data(),
    );
    const [byCell, byX] = grad(loss(recurrent), { argnums: [0, 1] })(params, sequences);
    const [expected, expectedX] = grad(loss(SimpleRNN(units)), { argnums: [0, 1] })(same, sequences);
    const found = (byCell as ElmanParams).cell;
    expectClose(await byX.data(), await expectedX.data());
    expectClose(await found.inputs.w.data(), await (expected as typeof same).w.data());
    expectClose(await found.hidden.w.data(), await (expected as typeof same).u.data());
    expectClose(await found.inputs.b.data(), await (expected as typeof same).b.data());
  });
});

describe.each([
  ["of layers", elman],
  ["of layers of layers", normalized],
])("a cell %s", (_, cell) => {
  const recurrent = recurrentOf(cell());
  const { params } = recurrent.init({ rng, args: [sequences] });
  const loss = (given: unknown, xs: Tensor): Tensor => np.sin(call(recurrent, given, xs)).sum();

  it("is the same step by step, compiled, and in a gradient that is compiled", async () => {
    const one = cell();
    let h = np.zeros([batch, units]);
    for (let step = 0; step < time; step++) {
      const { cell: given } = params as { cell: unknown };
      const x = np.take(sequences, np.array(step), { axis: 1 });
      h = one.apply({ rng, args: [h, x], params: given, states: {}, training: true }).preds;
    }
    expectClose(await call(recurrent, params, sequences).data(), await h.data());
    expectClose(await jit((xs: Tensor) => call(recurrent, params, xs))(sequences).data(), await h.data());
    const [eager, compiled] = [grad(loss)(params, sequences), jit(grad(loss))(params, sequences)];
    const leaves = tree.leaves(compiled) as Tensor[];
    for (const [i, leaf] of (tree.leaves(eager) as Tensor[]).entries()) {
      expectClose(await leaves[i]!.data(), await leaf.data());
    }
  });

  it("is mapped: over sequences, over parameters, and in gradients of each sequence", async () => {
    const rows = sequences.reshape([batch, 1, time, features]);
    const expected = await call(recurrent, params, sequences).data();
    expectClose(await vmap((xs: Tensor) => call(recurrent, params, xs))(rows).data(), expected);
    const keys = random.split(rng, 3);
    const many = vmap((key: Tensor) => recurrent.init({ rng: key, args: [sequences] }).params as object)(
      keys,
    );
    const outputs = vmap((given: object) => call(recurrent, given, sequences))(many);
    const second = tree.map((leaf: Tensor) => leaf.at(1).get(), many);
    expectClose(await outputs.at(1).get().data(), await call(recurrent, second, sequences).data());
    const slopes = jit(vmap(grad(loss, { argnums: 1 }), { inAxes: [null, 0] }))(params, rows);
    expectClose(await slopes.data(), await grad(loss, { argnums: 1 })(params, sequences).data());
  });

  it("takes half floats", async () => {
    const half = sequences.astype("float16");
    const expected = await call(recurrent, params, half.astype("float32")).data();
    expectClose(await call(recurrent, params, half).data(), expected, 2e-3);
    const slopes = jit(grad(loss, { argnums: 1 }))(params, half);
    expect(slopes.dtype).toBe("float16");
  });
});

it("a cell that keeps statistics is refused, because they cannot leave the loop", () => {
  const cell = layer("Cell", { inner: elman(), norm: BatchNormalization() }, (self, h: Tensor, x: Tensor) =>
    self.norm(self.inner(h, x)),
  );
  const recurrent = recurrentOf(cell);
  const made = recurrent.init({ rng, args: [sequences] });
  expect(() => recurrent.apply({ ...made, rng, args: [sequences], training: true })).toThrow(
    StateUnreachableError,
  );
});

describe("dropout in a cell", () => {
  const dropping = (split: boolean) => {
    const drop = Dropout(0.5);
    return layer("Dropping", { drop }, (self: Scope & Bound<{ drop: typeof drop }>, xs: Tensor) => {
      const keys = random.split(self.nextKey(), time);
      const step = (_: null, { x, rng: key }: { x: Tensor; rng: Tensor }): readonly [null, Tensor] => [
        null,
        self.drop(x, split ? { rng: key } : {}),
      ];
      return lax.scan(step, null, { x: np.moveaxis(xs, 1, 0), rng: keys })[1];
    });
  };
  const steps = async (split: boolean): Promise<readonly unknown[]> =>
    (await call(dropping(split), {}, np.ones([1, time, 32])).array()) as unknown[];

  it("drops the same in each step", async () => {
    const [first, ...rest] = await steps(false);
    for (const step of rest) expect(step).toEqual(first);
  });

  it("drops others in each step with a key for each", async () => {
    const [first, ...rest] = await steps(true);
    for (const step of rest) expect(step).not.toEqual(first);
  });
});
