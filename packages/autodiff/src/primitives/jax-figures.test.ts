import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, lax, nn, np, setBackend, type Tensor, vjp } from "../index.ts";
import { type DType, hostArray, isFloat } from "../tensor/dtype.ts";
import { expectClose } from "../tensor/close.test-support.ts";
import { sizeOf } from "../tensor/spec.ts";
import indexingFigures from "./indexing-figures.test-support.json" with { type: "json" };
import { indexingOperations } from "./indexing-figures.test-support.ts";
import baseFigures from "./jax-figures.test-support.json" with { type: "json" };

const figures = { cases: [...baseFigures.cases, ...indexingFigures.cases] };

interface Figure {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | boolean)[];
}

type Operation = (...args: readonly [Tensor, Tensor, Tensor]) => Tensor;

const keepdims = { axis: [0, 2], keepdims: true };

/** What the figures were made with, by the name of the case. */
const operations: Readonly<Record<string, Operation>> = {
  ...indexingOperations,
  neg: np.negative,
  abs: np.abs,
  exp: np.exp,
  sin: np.sin,
  cos: np.cos,
  tanh: np.tanh,
  sigmoid: nn.sigmoid,
  relu: nn.relu,
  square: np.square,
  expm1: np.expm1,
  floor: np.floor,
  ceil: np.ceil,
  sign: np.sign,
  log: np.log,
  sqrt: np.sqrt,
  rsqrt: lax.rsqrt,
  log1p: np.log1p,
  reciprocal: np.reciprocal,
  add_broadcast: np.add,
  sub_broadcast: np.subtract,
  mul_broadcast: np.multiply,
  div_broadcast: np.divide,
  maximum_broadcast: np.maximum,
  minimum_broadcast: np.minimum,
  pow: np.power,
  where: np.where,
  eq: np.equal,
  ne: np.notEqual,
  lt: np.less,
  le: np.lessEqual,
  gt: np.greater,
  ge: np.greaterEqual,
  mod_int: np.remainder,
  clip: (x) => np.clip(x, -1, 0.5),
  sum_all: (x) => np.sum(x),
  sum_axis1: (x) => np.sum(x, { axis: 1 }),
  sum_axes02_keep: (x) => np.sum(x, keepdims),
  mean_all: (x) => np.mean(x),
  mean_axis1: (x) => np.mean(x, { axis: 1 }),
  mean_axes02_keep: (x) => np.mean(x, keepdims),
  max_all: (x) => np.max(x),
  max_axis1: (x) => np.max(x, { axis: 1 }),
  max_axes02_keep: (x) => np.max(x, keepdims),
  min_all: (x) => np.min(x),
  min_axis1: (x) => np.min(x, { axis: 1 }),
  min_axes02_keep: (x) => np.min(x, keepdims),
  var_all: (x) => np.variance(x),
  var_axis1: (x) => np.variance(x, { axis: 1 }),
  var_axes02_keep: (x) => np.variance(x, keepdims),
  std_all: (x) => np.std(x),
  std_axis1: (x) => np.std(x, { axis: 1 }),
  std_axes02_keep: (x) => np.std(x, keepdims),
  argmax_axis1: (x) => np.argmax(x, { axis: 1 }),
  argmin_axis0: (x) => np.argmin(x, { axis: 0 }),
  softmax_axis1: (x) => nn.softmax(x, { axis: 1 }),
  log_softmax_axis1: (x) => nn.logSoftmax(x, { axis: 1 }),
  any_axis1: (x) => np.any(x, { axis: 1 }),
  all_axis1: (x) => np.all(x, { axis: 1 }),
  reshape: (x) => np.reshape(x, [4, 3]),
  transpose_201: (x) => np.transpose(x, [2, 0, 1]),
  flip_axis1: (x) => np.flip(x, 1),
  concatenate_axis1: (x, y) => np.concatenate([x, y], { axis: 1 }),
  stack_axis1: (x, y) => np.stack([x, y], { axis: 1 }),
  slice_strided: (x) => lax.rev(lax.slice(x, [1, 0], [7, 4], [2, 1]), [1]),
  pad_const: (x) =>
    np.pad(
      x,
      [
        [1, 2],
        [0, 3],
      ],
      1.5,
    ),
  broadcast_to: (x) => np.broadcastTo(x, [4, 2, 3]),
  one_hot: (x) => nn.oneHot(x, 5),
  matmul: np.matmul,
  matmul_batched: np.matmul,
  matvec: np.matmul,
  dot_vec: np.dot,
  einsum_bij_bkj: (x, y) =>
    lax.dotGeneral(x, y, [
      [[2], [2]],
      [[0], [0]],
    ]),
  tensordot2: (x, y) =>
    lax.dotGeneral(x, y, [
      [
        [1, 2],
        [0, 1],
      ],
      [[], []],
    ]),
  outer: (x, y) =>
    lax.dotGeneral(x, y, [
      [[], []],
      [[], []],
    ]),
};

function tensorOf({ shape, dtype, data }: Figure): Tensor {
  const host = hostArray(dtype as DType, data.length);
  host.set(data.map(Number));
  return np.array(host, { shape, dtype: dtype as DType });
}

/** The weights of the sum the figures are gradients of. */
function cotangentOf(out: Tensor): Tensor {
  const weights = Float32Array.from({ length: sizeOf(out.shape) }, (_, i) => Math.cos(i));
  return np.array(weights, { shape: out.shape });
}

test("every case has its operation", () => {
  expect(Object.keys(operations).sort()).toEqual(figures.cases.map(({ name }) => name).sort());
});

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  describe.each(figures.cases.map((figure) => [figure.name, figure] as const))("%s", (name, figure) => {
    const operation = (): Operation => operations[name]!;
    const args = (): [Tensor, Tensor, Tensor] => figure.args.map(tensorOf) as [Tensor, Tensor, Tensor];

    test.each([
      ["eager", (f: Operation) => f],
      ["jit", (f: Operation) => jit(f)],
    ])("%s", (_mode, transform) => {
      const out = transform(operation())(...args());
      expect(out.shape).toEqual(figure.out.shape);
      expect(out.dtype).toBe(figure.out.dtype);
      expectClose(out.dataSync(), figure.out.data.map(Number));
    });

    test.each([
      ["vjp", (f: Operation) => f],
      ["vjp of jit", (f: Operation) => jit(f)],
    ])("%s", (_mode, transform) => {
      const [out, pullback] = vjp(transform(operation()), ...args());
      if (!isFloat(out.dtype)) {
        expect(figure.vjp.every((gradient) => gradient === null)).toBe(true);
        return;
      }
      const gradients = pullback(cotangentOf(out));
      figure.vjp.forEach((expected, i) => {
        if (expected) expectClose(gradients[i]!.dataSync(), expected, {}, `argument ${i}`);
      });
    });
  });
});
