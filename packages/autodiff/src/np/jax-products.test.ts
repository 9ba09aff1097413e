import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, lax, nn, np, setBackend, type Tensor, vjp, vmap } from "../index.ts";
import { expectClose } from "../tensor/close.test-support.ts";
import { type DType, hostArray, isFloat } from "../tensor/dtype.ts";
import type { QuantileMethod } from "./quantiles.ts";
import figures from "./jax-products.test-support.json" with { type: "json" };

interface Figure {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | boolean)[];
}

type Operands = readonly [Tensor, Tensor, Tensor, Tensor, Tensor];
type Operation = (...operands: Operands) => Tensor;

const norm =
  (options: Parameters<typeof np.linalg.norm>[1]): Operation =>
  (x) =>
    np.linalg.norm(x, options);

/** What the figures were made with, by the name of the case. */
const operations: Readonly<Record<string, Operation>> = {
  sort_axis1: (x) => np.sort(x, { axis: 1 }),
  sort_axis0_descending: (x) => np.sort(x, { axis: 0, descending: true }),
  sort_flat: (x) => np.sort(x, { axis: null }),
  argsort_axis1: (x) => np.argsort(x, { axis: 1 }),
  argsort_ties: (x) => np.argsort(x),
  argsort_ties_descending: (x) => np.argsort(x, { descending: true }),
  lexsort: (a, b) => np.lexsort([a, b]),
  top_k3: (x) => lax.topK(x, 3)[0],
  median: (x) => np.median(x),
  median_axis0_keep: (x) => np.median(x, { axis: 0, keepdims: true }),
  quantile_linear: (x) => np.quantile(x, [0.1, 0.5, 0.77, 1], { axis: 1 }),
  quantile_axes: (x) => np.quantile(x, 0.3, { axis: [0, 2], keepdims: true }),
  percentile: (x) => np.percentile(x, [25, 60]),
  einsum_bij_bkj: (x, y) => np.einsum("bij,bkj->bik", x, y),
  einsum_int: (x, y) => np.einsum("ij,jk", x, y),
  tensordot2: (x, y) => np.tensordot(x, y),
  tensordot_axes: (x, y) =>
    np.tensordot(x, y, [
      [1, -1],
      [1, 0],
    ]),
  tensordot0: (x, y) => np.tensordot(x, y, 0),
  inner: np.inner,
  inner_scalar: np.inner,
  vdot: np.vdot,
  outer: np.outer,
  outer_matrices: np.outer,
  kron: np.kron,
  kron_ranks: np.kron,
  norm: norm({}),
  norm_keep: norm({ ord: 1, axis: [1, 0], keepdims: true }),
  norm_all: norm({ keepdims: true }),
  norm_vector: norm({ ord: 3 }),
  attention_causal: (q, k, v) => nn.dotProductAttention(q, k, v, { isCausal: true }),
  attention_grouped: (q, k, v) => nn.dotProductAttention(q, k, v),
  attention_bias_mask: (q, k, v, bias, mask) => nn.dotProductAttention(q, k, v, { bias, mask, scale: 0.3 }),
  attention_grouped_causal_bias: (q, k, v, bias) => nn.dotProductAttention(q, k, v, { bias, isCausal: true }),
  attention_unbatched: (q, k, v) => nn.dotProductAttention(q, k, v),
  attention_window: (q, k, v) => nn.dotProductAttention(q, k, v, { localWindowSize: [1, 0] }),
  attention_lengths: (q, k, v, querySeqLengths, keyValueSeqLengths) =>
    nn.dotProductAttention(q, k, v, { querySeqLengths, keyValueSeqLengths }),
  attention_all_masked: (q, k, v, mask) => nn.dotProductAttention(q, k, v, { mask }),
};

const ORDERS: Readonly<Record<string, number | "fro">> = { inf: Infinity, "-inf": -Infinity, fro: "fro" };

function operationOf(name: string): Operation {
  const [family = "", detail = ""] = name.split(/[ _](?=[^_ ]*$)/);
  if (name.startsWith("einsum ")) {
    const equation = name.slice("einsum ".length);
    return (...operands) =>
      np.einsum(equation, ...operands.slice(0, equation.split("->")[0]!.split(",").length));
  }
  const ord = ORDERS[detail] ?? Number(detail);
  if (family === "norm_vector") return norm({ ord, axis: 1 });
  if (family === "norm_matrix") return norm({ ord, axis: [0, 2] });
  const method = ["lower", "higher", "midpoint", "nearest"].find((one) => name === `quantile_${one}`);
  if (method) return (x) => np.quantile(x, 0.4, { axis: 0, method: method as QuantileMethod });
  const operation = operations[name];
  if (operation === undefined) throw new Error(`no operation for ${name}`);
  return operation;
}

function tensorOf({ shape, dtype, data }: Figure): Tensor {
  const host = hostArray(dtype as DType, data.length);
  host.set(data.map(Number));
  return np.array(host, { shape, dtype: dtype as DType });
}

/** The weights of the sum the figures are gradients of. */
function cotangentOf(out: Tensor): Tensor {
  const weights = Float32Array.from({ length: out.size }, (_, i) => Math.cos(i));
  return np.array(weights, { shape: out.shape });
}

test("every operation has its case", () => {
  const names = figures.cases.map(({ name }) => name);
  expect(Object.keys(operations).filter((name) => !names.includes(name))).toEqual([]);
});

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe.each(figures.cases.map((figure) => [figure.name, figure] as const))("%s", (name, figure) => {
    const operation = name === "norm_vector" ? operations[name]! : operationOf(name);
    const args = (): Operands => figure.args.map(tensorOf) as readonly Tensor[] as Operands;
    const [expected] = figure.outs;

    test("forward, eager and compiled", () => {
      for (const f of [operation, jit(operation)]) {
        const out = f(...args());
        expect(out.shape).toEqual(expected!.shape);
        expect(out.dtype).toBe(expected!.dtype);
        expectClose(out.dataSync(), expected!.data.map(Number));
      }
    });

    test("of a batch", () => {
      const stacked = args().map((x) => np.stack([x, x]));
      const out = vmap((...xs: Operands) => operation(...xs))(...(stacked as readonly Tensor[] as Operands));
      expectClose(out.dataSync(), [...expected!.data, ...expected!.data].map(Number));
    });

    test("gradient, eager and compiled", () => {
      for (const f of [operation, jit(operation)]) {
        const [out, pullback] = vjp(f, ...args());
        if (!isFloat(out.dtype)) continue;
        const gradients: readonly Tensor[] = pullback(cotangentOf(out));
        figure.vjp.forEach((wanted, i) => {
          if (wanted) expectClose(gradients[i]!.dataSync(), wanted, {}, `argument ${i}`);
        });
      }
    });
  });
});
