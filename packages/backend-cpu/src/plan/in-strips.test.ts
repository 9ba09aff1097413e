import { grad, jit, lax, nn, np, random, setBackend, type Tensor } from "@elegy/autodiff";
import type { Value } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { CpuBackend } from "../cpu.ts";
import { lower } from "../program/lower.ts";
import { ONE } from "../program/team.ts";
import { GraphBuilder } from "../testing/graph-builder.test-support.ts";
import { waitForThreads } from "../threads/wait-for-threads.test-support.ts";
import { ALWAYS, NEVER } from "./strip-sizes.test-support.ts";

const normal = (seed: number, ...shape: number[]): Tensor => random.normal(random.key(seed), shape);

const layerNorm = (x: Tensor, scale: Tensor): Tensor => {
  const centred = x.sub(x.mean({ axis: -1, keepdims: true }));
  const variance = centred.mul(centred).mean({ axis: -1, keepdims: true });
  return centred.mul(lax.rsqrt(variance.add(1e-5))).mul(scale);
};

const PROGRAMS: Readonly<
  Record<string, readonly [(...tensors: Tensor[]) => unknown, ...(readonly number[])[]]>
> = {
  softmax: [(x) => nn.softmax(x), [64, 48]],
  "rows that fill no block": [(x) => nn.softmax(x), [37, 5]],
  "a number of rows that is prime": [(x) => nn.softmax(x), [67, 16]],
  "rows along many axes": [(x) => nn.softmax(x), [3, 4, 6, 20]],
  "columns, which are no rows": [(x) => nn.softmax(x, { axis: 0 }), [40, 12]],
  "no rows": [(x) => nn.softmax(x), [0, 7]],
  "rows of nothing": [(x) => x.exp().sum({ axis: 1, keepdims: true }).add(x), [7, 0]],
  "a gradient": [
    grad((x: Tensor) =>
      nn
        .logSoftmax(x)
        .mul(normal(9, 40, 24))
        .sum(),
    ),
    [40, 24],
  ],
  "layer norm and its gradient": [
    (x, scale) => [
      layerNorm(x, scale),
      grad((a: Tensor) =>
        layerNorm(a, scale)
          .mul(normal(9, 6, 9, 32))
          .sum(),
      )(x),
    ],
    [6, 9, 32],
    [32],
  ],
  "what is read after its place is free": [(x) => nn.softmax(x).mul(x), [64, 16]],
  "a value and its other names": [
    (x) => {
      const total = x.exp().sum({ axis: 1 });
      return [total.reshape([8, 5]), x.div(total.reshape([40, 1])), total];
    },
    [40, 16],
  ],
  "an operand in rows and whole": [
    (x) => {
      const greatest = x.max({ axis: 1 });
      return x
        .sub(greatest.reshape([-1, 1]))
        .add(greatest)
        .add(x.max({ axis: 0 }));
    },
    [32, 32],
  ],
  "an operand whose place a result takes, read in rows and whole": [
    (x) => lax.broadcastInDim(x, [80, 80], [0]).sub(x).exp().sum({ axis: 1 }),
    [80],
  ],
  "an operand whose place a result takes, read after a temporary is free": [
    (x, w) => x.mul(np.tanh(x.matmul(w)).sum({ axis: 1, keepdims: true })),
    [70, 40],
    [40, 16],
  ],
  "half floats": [(x) => nn.softmax(x.astype("float16")), [33, 24]],
  indices: [(x) => [np.argmax(nn.softmax(x), { axis: 1 }), np.cumsum(nn.softmax(x), { axis: 1 })], [50, 20]],
  "a layer, its product among what is before and after it": [
    (x, w, b) => nn.relu(x.exp().matmul(w).add(b)),
    [150, 40],
    [40, 24],
    [24],
  ],
  "layers and their gradients": [
    grad(
      (x: Tensor, w: Tensor, b: Tensor, v: Tensor) =>
        nn
          .softmax(np.tanh(x.matmul(w).add(b)).matmul(v))
          .mul(normal(9, 70, 10))
          .sum(),
      { argnums: [0, 1, 2, 3] },
    ),
    [70, 12],
    [12, 20],
    [20],
    [20, 10],
  ],
  "a layer over several axes, and rows that no panel fills": [
    (x, w) => np.tanh(np.einsum("abk,kn->abn", x, w)).sum({ axis: -1 }),
    [5, 13, 9],
    [9, 7],
  ],
  "a sum in several blocks": [(x, w) => nn.relu(x.matmul(w)), [67, 1100], [1100, 9]],
  attention: [
    (q, k, v) => nn.softmax(np.einsum("bhtd,bhsd->bhts", q, k)).matmul(v),
    [3, 2, 17, 8],
    [3, 2, 17, 8],
    [3, 2, 17, 8],
  ],
  "a convolution among what is before and after it, and its gradients": [
    grad(
      (x: Tensor, w: Tensor, b: Tensor) =>
        nn
          .relu(nn.conv(np.tanh(x), w, { strides: 2 }).add(b))
          .mul(normal(9, 7, 5, 4, 6))
          .sum(),
      { argnums: [0, 1, 2] },
    ),
    [7, 9, 8, 3],
    [3, 3, 3, 6],
    [6],
  ],
  "the body of a loop": [
    (x) => lax.scan((c: Tensor, y: Tensor) => [nn.softmax(c.mul(y)), c.sum()], x, np.ones([3])),
    [40, 16],
  ],
};

describe("results are the same to the bit in strips", () => {
  waitForThreads();
  const whole = new CpuBackend(2 ** 30, 1, 0, NEVER);
  const others = [1, 3].flatMap((threads) =>
    [ALWAYS, { ...ALWAYS, inStrip: 4096 }].map((sizes) => new CpuBackend(2 ** 30, threads, 0, sizes)),
  );

  it.each(Object.entries(PROGRAMS))("%s", async (_, [program, ...shapes]) => {
    const run = async (backend: CpuBackend, donate: readonly number[]): Promise<unknown> => {
      setBackend(backend);
      const inputs = shapes.map((shape, index) => jit(() => normal(index, ...shape))());
      const results = jit(program, { donate })(...inputs);
      return Promise.all([results].flat(3).map((x) => (x as Tensor).data()));
    };
    const expected = await run(whole, []);
    for (const backend of others)
      for (const donate of [[], [0]]) expect(await run(backend, donate)).toEqual(expected);
  });
});

describe("memory of a chain", () => {
  /** softmax(x)·x by hand: the exponentials are a temporary. */
  function graph(rows: number): ReturnType<GraphBuilder["graph"]> {
    const builder = new GraphBuilder();
    const x = builder.input([rows, 64]);
    const repeated = (value: Value): Value =>
      builder.node("broadcastInDim", [value], [rows, 64], "float32", {
        shape: [rows, 64],
        broadcastDimensions: [0],
      });
    const sum = (value: Value): Value => builder.node("reduceSum", [value], [rows], "float32", { axes: [1] });
    const exponentials = builder.map("exp", builder.map("sub", x, repeated(sum(x))));
    return builder.graph(sum(builder.map("div", exponentials, repeated(sum(exponentials)))));
  }

  it("is that of a strip", () => {
    const whole = lower(graph(4096), [], { ...ONE, strips: NEVER });
    const strips = lower(graph(4096), []);
    expect(whole.scratchBytes).toBeGreaterThan(4096 * 64 * 4);
    expect(strips.scratchBytes).toBeLessThan(2 ** 18);
  });

  it("does not hold what a product gives before its activation", () => {
    const [m, k, n] = [4096, 32, 64];
    const builder = new GraphBuilder();
    const product = builder.node(
      "dotGeneral",
      [builder.input([m, k]), builder.input([k, n])],
      [m, n],
      "float32",
      {
        lhsContracting: [1],
        rhsContracting: [0],
        lhsBatch: [],
        rhsBatch: [],
      },
    );
    const layer = builder.graph(
      builder.node("reduceSum", [builder.map("exp", product)], [m], "float32", { axes: [1] }),
    );
    const whole = lower(layer, [], { ...ONE, strips: NEVER });
    expect(whole.scratchBytes).toBeGreaterThan(m * n * 4);
    expect(lower(layer, []).scratchBytes).toBeLessThan(2 ** 18);
  });

  it("is not cut where all is in the cache", () => {
    const whole = lower(graph(16), [], { ...ONE, strips: NEVER });
    expect(lower(graph(16), []).code).toEqual(whole.code);
  });

  it("needs no more code for more rows", () => {
    const [few, many] = [4096, 65536].map((rows) => lower(graph(rows), []).code.length);
    expect(many).toBeLessThan((few ?? 0) + 16);
  });
});
