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
  readonly data: readonly (number | boolean | string)[];
}

type Operation = (...args: readonly [Tensor, Tensor, Tensor]) => Tensor;

const keepdims = { axis: [0, 2], keepdims: true };

const axis1 = { axis: 1 };

/** Elementwise functions, reductions and activations beyond the common ones. */
const further: Readonly<Record<string, Operation>> = {
  tan: np.tan,
  asin: np.arcsin,
  acos: np.arccos,
  sinh: np.sinh,
  cosh: np.cosh,
  asinh: np.arcsinh,
  acosh: np.arccosh,
  atanh: np.arctanh,
  erfc: lax.erfc,
  erf_inv: lax.erfInv,
  cbrt: np.cbrt,
  exp2: np.exp2,
  log2: np.log2,
  log10: np.log10,
  hypot: np.hypot,
  trunc: np.trunc,
  round_decimals: (x) => np.round(x, { decimals: 1 }),
  floor_divide: np.floorDivide,
  fmod: np.fmod,
  remainder: np.remainder,
  nan_to_num: (x) => np.nanToNum(x),
  prod_zeros: (x) => np.prod(x, axis1),
  prod_int: (x) => np.prod(x),
  cumsum_flat: (x) => np.cumsum(x),
  cumprod_axis0: (x) => np.cumprod(x, { axis: 0 }),
  cumprod_zeros: (x) => np.cumprod(x, axis1),
  cumsum_reverse: (x) => lax.cumsum(x, 1, { reverse: true }),
  cumprod_reverse: (x) => lax.cumprod(x, 1, { reverse: true }),
  cummax_ties: (x) => lax.cummax(x, 1),
  cummin_ties: (x) => lax.cummin(x, 0, { reverse: true }),
  cumlogsumexp: (x) => lax.cumlogsumexp(x, 1),
  cumlogsumexp_reverse: (x) => lax.cumlogsumexp(x, 0, { reverse: true }),
  var_ddof: (x) => np.variance(x, { axis: 1, ddof: 1 }),
  std_ddof: (x) => np.std(x, { axis: 0, ddof: 1 }),
  ptp: (x) => np.ptp(x, axis1),
  count_nonzero: (x) => np.countNonzero(x, axis1),
  average: (x, weights) => np.average(x, { axis: 1, weights }),
  nansum: (x) => np.nansum(x, axis1),
  nanprod: (x) => np.nanprod(x, axis1),
  nanmean: (x) => np.nanmean(x, axis1),
  nanmax: (x) => np.nanmax(x, axis1),
  nanmin: (x) => np.nanmin(x, axis1),
  nanvar: (x) => np.nanvar(x, { axis: 1, ddof: 1 }),
  nanstd: (x) => np.nanstd(x, axis1),
  gelu_exact: (x) => nn.gelu(x, { approximate: false }),
  relu6: nn.relu6,
  soft_sign: nn.softSign,
  hard_sigmoid: nn.hardSigmoid,
  hard_silu: nn.hardSilu,
  celu: (x) => nn.celu(x, { alpha: 0.7 }),
  squareplus: (x) => nn.squareplus(x),
  mish: nn.mish,
  sparse_plus: nn.sparsePlus,
  sparse_sigmoid: nn.sparseSigmoid,
  glu: (x) => nn.glu(x, { axis: 0 }),
  logsumexp_b: (x, b) => nn.logsumexp(x, { axis: 0, b }),
  logsumexp_where: (x, where) => nn.logsumexp(x, { axis: 1, where, keepdims: true }),
  logmeanexp: (x) => nn.logmeanexp(x, axis1),
  standardize: (x) => nn.standardize(x),
  softmax_where: (x, where) => nn.softmax(x, { axis: 1, where }),
  log_softmax_where: (x, where) => nn.logSoftmax(x, { axis: 1, where }),
  sum_where: (x, where) => np.sum(x, { axis: 1, where, initial: 1.5 }),
  prod_where: (x, where) => np.prod(x, { where, initial: 2 }),
  mean_where: (x, where) => np.mean(x, { axis: 0, where }),
  var_where: (x, where) => np.var(x, { axis: 1, where, ddof: 1 }),
  max_where: (x, where) => np.max(x, { axis: 1, where, initial: -0.5 }),
  min_initial: (x) => np.min(x, { axis: 0, initial: -0.5 }),
  any_where: (x, where) => np.any(x, { axis: 1, where }),
  all_where: (x, where) => np.all(x, { axis: 1, where }),
  nancumsum: (x) => np.nancumsum(x, axis1),
  integer_pow: (x) => lax.integerPow(x, 5),
  integer_pow_negative: (x) => lax.integerPow(x, -3),
  clamp: (x) => lax.clamp(lax.constant(-1, "float32"), x, lax.constant(0.5, "float32")),
  power_cube: (x) => x.pow(3),
  power_inverse: (x) => x.pow(-1),
  power_zero: (x) => x.pow(0),
  power_square: (x) => x.pow(2),
  left_shift: np.leftShift,
  right_shift: np.rightShift,
};

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
  gelu: (x) => nn.gelu(x),
  silu: nn.silu,
  softplus: nn.softplus,
  elu: (x) => nn.elu(x),
  selu: nn.selu,
  leaky_relu: (x) => nn.leakyRelu(x),
  log_sigmoid: nn.logSigmoid,
  erf: lax.erf,
  square: np.square,
  expm1: np.expm1,
  floor: np.floor,
  ceil: np.ceil,
  sign: np.sign,
  hard_tanh: nn.hardTanh,
  atan: np.arctan,
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
  atan2: np.arctan2,
  where: np.where,
  eq: np.equal,
  ne: np.notEqual,
  lt: np.less,
  le: np.lessEqual,
  gt: np.greater,
  ge: np.greaterEqual,
  mod_int: np.remainder,
  floor_divide_int: np.floorDivide,
  logaddexp: np.logaddexp,
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
  prod_all: (x) => np.prod(x),
  prod_axis1: (x) => np.prod(x, { axis: 1 }),
  prod_axes02_keep: (x) => np.prod(x, keepdims),
  var_all: (x) => np.variance(x),
  var_axis1: (x) => np.variance(x, { axis: 1 }),
  var_axes02_keep: (x) => np.variance(x, keepdims),
  std_all: (x) => np.std(x),
  std_axis1: (x) => np.std(x, { axis: 1 }),
  std_axes02_keep: (x) => np.std(x, keepdims),
  argmax_axis1: (x) => np.argmax(x, { axis: 1 }),
  argmin_axis0: (x) => np.argmin(x, { axis: 0 }),
  logsumexp_axis1: (x) => nn.logsumexp(x, { axis: 1 }),
  softmax_axis1: (x) => nn.softmax(x, { axis: 1 }),
  log_softmax_axis1: (x) => nn.logSoftmax(x, { axis: 1 }),
  cumsum_axis1: (x) => np.cumsum(x, { axis: 1 }),
  ...further,
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
