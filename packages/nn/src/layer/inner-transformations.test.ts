import {
  checkpoint,
  grad,
  jit,
  lax,
  makeGraph,
  Model,
  nn,
  np,
  random,
  setBackend,
  type Tensor,
  tree,
  vmap,
} from "@elegy/core";
import { cpu } from "@elegy/backend-cpu";
import { describe, expect, it } from "vitest";
import { BatchNormalization, Dropout, GRU, Linear, LSTM, Sequential } from "../index.ts";
import { layer } from "./layer.ts";
import { StateUnreachableError } from "./layer-errors.ts";

setBackend(cpu());

const rng = random.key(0);
const x = np.array(
  [
    [1, 2],
    [3, 4],
    [5, 7],
  ],
  { dtype: "float32" },
);

type Body = (row: Tensor) => Tensor;

/** Transformations that a layer's call may hold, each around a function of rows. */
const around: readonly (readonly [string, (f: Body, rows: Tensor) => Tensor])[] = [
  ["jit", (f, rows) => jit(f)(rows)],
  ["vmap", (f, rows) => vmap(f)(rows)],
  ["grad", (f, rows) => grad((y: Tensor) => f(y).sum())(rows)],
  ["scan", (f, rows) => lax.scan((carry: Tensor, row: Tensor) => [carry, f(row)], np.zeros([]), rows)[1]],
  ["checkpoint", (f, rows) => grad((y: Tensor) => checkpoint(f)(y).sum())(rows)],
];

describe.each(around)("inside of %s, within a call", (_, transformed) => {
  const dense = Linear(2);
  const holder = layer("Holder", { dense }, (self, rows: Tensor) => transformed(self.dense, rows));

  it("a parameter is not made", () => {
    expect(() => holder.init({ rng, args: [x] })).toThrow(StateUnreachableError);
  });

  it("a parameter is read", () => {
    const { params } = dense.init({ rng, args: [x] });
    const { preds } = holder.apply({ rng, args: [x], params: { dense: params }, states: {}, training: true });
    expect(preds.shape).toEqual([3, 2]);
  });

  it("a state is not set, and the layer works again afterwards", async () => {
    const counting = layer("Counting", {}, (self, rows: Tensor, hidden: boolean) => {
      const count = self.state("count", () => np.zeros([]));
      const f = (row: Tensor): Tensor => {
        count.set(count.value.add(row.sum()));
        return row;
      };
      return hidden ? transformed(f, rows) : f(rows);
    });
    const { params, states } = counting.init({ rng, args: [x, false] });
    const run = (hidden: boolean) =>
      counting.apply({ rng, args: [x, hidden], params, states, training: true }).states;
    expect(() => run(true)).toThrow("`count` cannot be kept from inside the function that");
    expect(await (run(false) as { count: Tensor }).count.item()).toBe(22);
  });
});

describe("self.checkpoint", () => {
  const block = () => Sequential(Linear(4), BatchNormalization(), nn.relu, Dropout(0.5), Linear(2));
  const net = (remat: boolean) =>
    layer("Net", { block: block() }, (self, rows: Tensor) =>
      (remat ? self.checkpoint(self.block) : self.block)(rows),
    );
  const { params, states } = net(false).init({ rng, args: [x] });
  const train = (remat: boolean) => (given: unknown) => {
    const { preds, states: after } = net(remat).apply({
      rng,
      args: [x],
      params: given,
      states,
      training: true,
    });
    return { loss: preds.square().sum(), after };
  };

  it("makes the same parameters, gradients and states", async () => {
    expect(await values(net(true).init({ rng, args: [x] }).params)).toEqual(await values(params));
    const results = [false, true].map((remat) =>
      jit(grad((given: unknown) => train(remat)(given).loss))(params),
    );
    const [plain, again] = await Promise.all(results.map(values));
    again!.forEach((gradient, i) => gradient.forEach((g, j) => expect(g).toBeCloseTo(plain![i]![j]!, 5)));
    expect(await values(jit(train(true))(params).after)).toEqual(
      await values(jit(train(false))(params).after),
    );
  });

  it("computes again", () => {
    const derivative = makeGraph(grad((given: unknown) => train(true)(given).loss))(params);
    expect(derivative.nodes.some(({ primitive }) => primitive.name === "checkpoint")).toBe(true);
  });

  it("shows its layers in a summary", async () => {
    const rows = await new Model({ module: net(true) }).summary({ x, print: false });
    expect(rows.map(({ name, shape }) => [name, shape])).toContainEqual(["block.0", "f32[3,4]"]);
  });
});

it("stacked layers are scanned by their pure functions", async () => {
  const block = Sequential(Linear(2), np.tanh);
  const keys = random.split(rng, 3);
  const stacked = vmap((key: Tensor) => block.init({ rng: key, args: [x] }).params as object)(keys);
  const deep = jit(
    (rows: Tensor) =>
      lax.scan(
        (h: Tensor, params: object) => [
          block.apply({ rng, args: [h], params, states: {}, training: false }).preds,
          null,
        ],
        rows,
        stacked,
      )[0],
  );
  let one = x;
  for (const i of [0, 1, 2]) {
    const params = tree.map((leaf: Tensor) => leaf.at(i).get(), stacked);
    one = block.apply({ rng, args: [one], params, states: {}, training: false }).preds;
  }
  expect(await deep(x).array()).toEqual(await one.array());
});

describe.each([
  ["LSTM", LSTM(3)],
  ["GRU", GRU(3)],
])("%s", (_, cell) => {
  const sequences = random.normal(random.key(3), [2, 4, 5]);
  const { params, states } = cell.init({ rng, args: [sequences] });
  const call = (rows: Tensor, mask?: Tensor): Tensor =>
    cell.apply({ rng, args: [rows, mask ? { mask } : {}], params, states, training: true }).preds;

  it("is the same compiled, and mapped over a further axis", async () => {
    const eager = (await call(sequences).array()) as number[][];
    const close = (got: unknown): void =>
      (got as number[][]).forEach((row, i) => row.forEach((v, j) => expect(v).toBeCloseTo(eager[i]![j]!, 5)));
    close(await jit(call)(sequences).array());
    const mapped = vmap((rows: Tensor) => call(rows))(sequences.reshape([2, 1, 4, 5]));
    close(await mapped.reshape([2, 3]).array());
  });

  it("leaves the state of a row that is masked throughout at its beginning", async () => {
    const mask = np.array([
      [true, true, true, true],
      [false, false, false, false],
    ]);
    const [first, second] = (await call(sequences, mask).array()) as number[][];
    expect(second).toEqual([0, 0, 0]);
    expect(first!.every((v) => v !== 0)).toBe(true);
  });

  it("needs a step", () => {
    expect(() => call(np.zeros([2, 0, 5]))).toThrow("the sequence has no steps");
  });
});

const values = async (of: unknown): Promise<readonly (readonly number[])[]> =>
  Promise.all((tree.leaves(of) as Tensor[]).map(async (leaf) => [...(await leaf.data())].map(Number)));
