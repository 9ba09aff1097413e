import { reference } from "@elegy/backend-reference";
import { beforeEach, describe, expect, test } from "vitest";
import { checkpoint, customJvp, customVjp, grad, graphCost, jit, lax, makeGraph, nn, np, parseGraph, printGraph, random, setBackend, type Tensor, vmap } from "../index.ts"; // prettier-ignore
import { verifyGraph } from "./verify.ts";

beforeEach(() => setBackend(reference()));

const roundTrip = (text: string): string => printGraph(verifyGraph(parseGraph(text), "parseGraph"));

describe("every graph that is printed is read back", () => {
  const odd = customJvp((x: Tensor) => x.mul(x)).defJvp(([x], [dx]) => [odd(x), dx]);
  const cut = customVjp((x: Tensor) => x).defVjp(
    (x) => [x, null],
    (_, ct) => [ct],
  );
  const f = (x: Tensor): Tensor => np.mean(nn.relu(x.mul(2)).square());

  test.each<readonly [string, (x: Tensor) => unknown]>([
    ["nothing", () => []],
    ["an argument", (x) => x],
    ["parameters of every sort", (x) => [lax.constant(-0, "float32"), lax.constant(Infinity, "float32"), lax.constant(NaN, "float32"), lax.constant(1e-7, "float32"), lax.constant(true, "bool"), x.reshape([3, 1, 2]), x.astype("int32"), x.sum({ axis: 1 })]], // prettier-ignore
    ["several results", (x) => random.split(random.key(1)).astype("float32").sum().add(x)],
    ["a gradient", (x) => grad(f)(x)],
    ["a product", (x) => grad((y: Tensor) => np.matmul(y, y.transpose()).sum())(x)],
    ["vmap", (x) => vmap(grad(f))(x)],
    ["jit", (x) => jit(f)(x)],
    ["a nested graph", (x) => checkpoint(checkpoint(f))(x)],
    ["loops", (x) => [lax.scan((c, row) => [c.add(row), c.mul(lax.foriLoop(0, x.size, (_, d) => d.sin(), c.sum()))], x.sum({ axis: 0 }), x), grad((y: Tensor) => lax.scan((c, row) => [c.mul(row), null], y.sum({ axis: 0 }), y)[0].sum())(x)]], // prettier-ignore
    ["a choice", (x) => lax.cond(x.sum().greater(0), f, (y) => y.mean(), x)],
    ["functions", (x) => [odd(x), cut(x)]],
    ["many values", (x) => Array.from({ length: 800 }, () => 0).reduce((y: Tensor) => y.neg(), x)],
  ])("%s", (_name, g) => {
    const graph = makeGraph(g)(np.ones([2, 3]));
    expect(roundTrip(graph.toString())).toBe(graph.toString());
    const withComments = graph.toString({ source: true, cost: true });
    expect(roundTrip(withComments)).toBe(graph.toString());
  });

  test("random programs", () => {
    let state = 7;
    const pick = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const steps: readonly ((x: Tensor, y: Tensor) => Tensor)[] = [
      (x, y) => x.add(y),
      (x, y) => x.mul(y.sum()),
      (x) => x.transpose().reshape([3, 2]),
      (x, y) => np.matmul(x, y.transpose()).dot(y),
      (x) => nn.softmax(x, { axis: pick(2) }),
      (x, y) => np.where(x.greater(y), x, pick(100) / 7),
      (x) => np.pad(x, [[1, 0], [0, 0]]).max({ axis: 0, keepdims: true }).add(x), // prettier-ignore
      (x) => checkpoint((y: Tensor) => y.exp().sin())(x),
      (x) => x.astype("int32").astype("float32"),
      (x, y) => np.concatenate([x, y]).reshape([2, 3, 2]).sum({ axis: 2 }).reshape([3, 2]),
    ];
    for (let i = 0; i < 60; i++) {
      const program = (x: Tensor): Tensor => {
        const made = [x];
        for (let k = pick(14); k >= 0; k--) {
          made.push(steps[pick(steps.length)]!(made[pick(made.length)]!, made[pick(made.length)]!));
        }
        return made.at(-1)!.sum();
      };
      const before = state;
      const text = makeGraph(program)(np.ones([3, 2])).toString();
      expect(roundTrip(text)).toBe(text);
      state = before;
      const derivative = makeGraph(grad(program))(np.ones([3, 2])).toString();
      expect(roundTrip(derivative)).toBe(derivative);
    }
  });
});

describe("text that is no graph is an error that names the line", () => {
  test.each([
    ["", "line 1: unexpected text. Expected `{`; received the end of the text"],
    [
      "{ lambda ; a:f32[]. let in (b) }",
      "a value is read before it is defined. Expected a value defined above; received b",
    ],
    ["{ lambda ; a:f33[]. let in (a) }", "no such dtype"],
    ["{ lambda ; a:f32[] a:f32[]. let in (a) }", "a is defined twice"],
    ["{ lambda ; a:f32[]. let\n b:f32[] = sin b\n in (b) }", "line 2: a value is read before it is defined"],
    [
      "{ lambda ; a:f32[]. let\n b:f32[2] = sin a\n in (b) }",
      "line 2: sin has other results. Expected f32[]; received f32[2]",
    ],
    ["{ lambda ; a:f32[]. let\n b:f32[] = sinus a\n in (b) }", "no such primitive"],
    ["{ lambda ; a:f32[]. let in (a) } b", "something follows the graph"],
    ["{ lambda ; a:f32[-1]. let in (a) }", "size"],
    ["{ lambda ;. let\n a:f32[] = customJvp[rule=<f#999999999>]\n in (a) }", "not alive in this process"],
    ['{ lambda ;. let\n a:f32[] = constant[dtype="float32", value=@] in (a) }', "line 2: no value"],
  ])("%j", (text, message) => {
    expect(() => parseGraph(text)).toThrow(message);
  });
});

test("the cost of a graph", () => {
  const dense = makeGraph((x: Tensor, w: Tensor) => nn.relu(np.dot(x, w)))(
    np.ones([8, 16]),
    np.ones([16, 4]),
  );
  expect(graphCost(dense)).toEqual({
    flops: 2 * 8 * 16 * 4 + 8 * 4,
    bytes: 4 * (8 * 16 + 16 * 4 + 8 * 4 * 3),
  });
  const batched = makeGraph((x: Tensor) => np.matmul(x, x))(np.ones([5, 3, 3]));
  expect(graphCost(batched).flops).toBe(2 * 5 * 3 * 3 * 3);
  const nested = makeGraph((x: Tensor) => checkpoint((y: Tensor) => y.sin())(x).reshape([1, 3]))(
    np.ones([3]),
  );
  expect(graphCost(nested).flops).toBe(3);
  const loop = makeGraph((x: Tensor) => lax.scan((c, row) => [c.add(row), null], np.zeros([3]), x)[0]);
  expect(graphCost(loop(np.ones([5, 3]))).flops).toBe(5 * 3);
  const choice = makeGraph((x: Tensor) =>
    lax.cond(
      x.sum().greater(0),
      (y) => y.sin().cos(),
      (y) => y,
      x,
    ),
  );
  // The sum and the comparison, and one branch or the other.
  expect(graphCost(choice(np.ones([8]))).flops).toBeGreaterThanOrEqual(8 + 8);
});
