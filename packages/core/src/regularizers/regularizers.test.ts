import { grad, jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import type { Loss, LossInputs } from "../losses/loss.ts";
import { GlobalL1 } from "./global-l1.ts";
import { GlobalL1L2 } from "./global-l1-l2.ts";
import { GlobalL2 } from "./global-l2.ts";
import { l1, l1l2, l2 } from "./l1-l2.ts";
import { orthogonal } from "./orthogonal.ts";
import { penalty } from "./penalty.ts";
import { perParameter } from "./per-parameter.ts";
import type { Regularizer } from "./regularizer.ts";

beforeAll(() => setBackend(reference()));

const params = (): Readonly<Record<string, Tensor>> => ({
  w: np.array([1, -2], { dtype: "float32" }),
  b: np.array([3], { dtype: "float32" }),
});
const withStates = (netParams: unknown): LossInputs<unknown> => ({
  yTrue: null,
  yPred: null,
  states: { netParams },
});

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (_, backend) => {
  beforeAll(() => setBackend(backend()));

  // Figures of Elegy 0.7.4; gradients are l·sign p and 2·l·p.
  it.each<[string, Regularizer, Loss<Tensor>, value: number, slopes: number[]]>([
    ["l1", l1(0.1), new GlobalL1({ l: 0.1 }), 0.6, [0.1, 0.1, -0.1]],
    ["l2", l2(0.1), new GlobalL2({ l: 0.1 }), 1.4, [0.6, 0.2, -0.4]],
    ["l1l2", l1l2({ l1: 0.1, l2: 0.01 }), new GlobalL1L2({ l1: 0.1, l2: 0.01 }), 0.74, [0.16, 0.12, -0.14]],
  ])("%s is that of Elegy, of a tree and as a loss", async (_name, regularizer, loss, value, slopes) => {
    expect(await regularizer(params()).item()).toBeCloseTo(value, 6);
    expect(await jit(regularizer)(params()).item()).toBeCloseTo(value, 6);
    expect(await loss.call(withStates(params())).item()).toBeCloseTo(value, 6);
    const { b, w } = jit(grad((tree: Readonly<Record<string, Tensor>>) => regularizer(tree)))(params());
    const received = [...(await b!.data()), ...(await w!.data())];
    received.forEach((slope, i) => expect(slope).toBeCloseTo(slopes[i]!, 6));
  });

  it("orthogonal is that of Keras", async () => {
    // cos of 1 and 2: 4/√(5·20)=0.4·…, by hand from the units.
    const matrix = [
      [1, 2, 0],
      [2, 0, 4],
    ];
    const cosine = 2 / (Math.sqrt(5) * Math.sqrt(20));
    expect(await orthogonal({ factor: 0.5 })(np.array(matrix)).item()).toBeCloseTo(0.5 * cosine, 6);
    const [ab, ac, bc] = [2 / Math.sqrt(20), 8 / (Math.sqrt(5) * 4), 0];
    const columns = orthogonal({ factor: 1, mode: "columns" })(np.array(matrix));
    expect(await columns.item()).toBeCloseTo((ab + ac + bc) / 3, 6);
    expect(await orthogonal()(np.array([[1, 2]])).item()).toBe(0);
    const slopes = grad((w: Tensor) => orthogonal()(w))(np.zeros([2, 2]));
    expect(Array.from(await slopes.data()).every(Number.isFinite)).toBe(true);
  });
});

const nested = {
  dense: { w: () => np.array([1, -2]), b: () => np.array([3]) },
  conv_1: { w: () => np.array([10]) },
  layers: [{ w: () => np.array([100]) }],
};
const tree = (): unknown => ({
  dense: { w: nested.dense.w(), b: nested.dense.b() },
  conv_1: { w: nested.conv_1.w() },
  layers: [{ w: nested.layers[0]!.w() }],
});

it.each([
  ["dense.w", 3],
  ["dense", 6],
  ["*.w", 13],
  ["**.w", 113],
  ["layers.0.w", 100],
  ["layers.**", 100],
  ["conv_1.w", 10],
  ["**", 116],
])("perParameter finds what %s names", async (pattern, value) => {
  expect(await perParameter({ [pattern]: l1(1) })(tree()).item()).toBe(value);
});

it("perParameter adds what several patterns cost, and asks a function", async () => {
  expect(await perParameter({ dense: l1(1), "dense.b": l2(1) })(tree()).item()).toBe(15);
  const chosen = perParameter((path, { size }) => (path.endsWith("w") && size > 1 ? l1(1) : null));
  expect(await chosen(tree()).item()).toBe(3);
  expect(await perParameter(() => null)(tree()).item()).toBe(0);
});

it("is a loss with a name and a weight", async () => {
  expect(new GlobalL1L2().name).toBe("global_l1_l2");
  expect(new GlobalL2({ name: "decay" }).name).toBe("decay");
  expect(penalty(l1()).name).toBe("penalty");
  expect(await penalty(l1(1), { weight: 2 }).call(withStates(params())).item()).toBe(12);
  expect(await new GlobalL1().call(withStates([])).item()).toBe(0);
});

it.each<[string, () => unknown, string]>([
  ["a negative factor", () => l1(-1), "l1: `l` is not a finite number ≥ 0."],
  ["a factor that is none", () => new GlobalL2({ l: Number.NaN }), "l2: `l` is not a finite number ≥ 0."],
  ["an unknown option", () => new GlobalL1({ l1: 1 } as object), "GlobalL1: there is no option `l1`."],
  [
    "a weight that is none",
    () => penalty(l1(), { weight: Infinity }),
    "penalty: `weight` is not a finite number",
  ],
  [
    "a pattern for nothing",
    () => perParameter({ "dense.v": l1() })(tree()),
    "perParameter: a pattern matches no parameter.",
  ],
  ["half a key", () => perParameter({ den: l1() })(tree()), "received den."],
  [
    "an unknown mode",
    () => orthogonal({ mode: "cols" as "rows" }),
    "unknown `mode`. Expected rows, columns; received cols.",
  ],
  ["a vector's rows", () => orthogonal()(params()), "received f32[1] at b. Name the matrices"],
  [
    "what is no tensor",
    () => l1()({ w: 3 }),
    "l1: a parameter is not a tensor. Expected a tree of tensors; received number at w.",
  ],
  [
    "no states",
    () => new GlobalL1().call({ yTrue: null, yPred: null }),
    "GlobalL1: there are no parameters.",
  ],
  ["no parameters", () => new GlobalL1().call(withStates(null)), "received states without."],
])("refuses %s", (_, run, message) => {
  expect(run).toThrow(message);
});
