import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { jit, lax, nn, np, setBackend, type Tensor, vjp } from "../index.ts";
import { expectClose } from "../tensor/close.test-support.ts";
import { type DType, hostArray, isFloat } from "../tensor/dtype.ts";
import { sizeOf } from "../tensor/spec.ts";
// Made with JAX 0.10.2: outputs, and the gradients of Σ out·cos(0, 1, 2, …).
import figures from "./jax-faces.test-support.json" with { type: "json" };

type Operation = (...args: readonly [Tensor, Tensor, Tensor]) => Tensor;

interface Figure {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | boolean | string)[];
}

/** What the figures were made with, by the name of the case. */
const operations: Readonly<Record<string, Operation>> = {
  positive: (x) => np.positive(x),
  "add of truth values": (x, y) => np.add(x, y),
  "multiply of truth values": (x, y) => np.multiply(x, y),
  "abs of truth values": (x) => np.abs(x),
  "square of truth values": (x) => np.square(x),
  "matmul of truth values": (x, y) => np.matmul(x, y),
  "add true": (x) => x.add(true),
  "mul true": (x) => x.mul(true),
  "remainder of truth values": (x, y) => np.remainder(x, y),
  "floorDivide of truth values": (x, y) => np.floorDivide(x, y),
  "power of truth values": (x, y) => np.power(x, y),
  "clip below": (x) => np.clip(x, -1),
  "clip above": (x) => np.clip(x, null, 1),
  select: (x) => np.select([x.less(-0.5), x.greater(0.5)], [x, x.mul(2)], 7),
  sinc: (x) => np.sinc(x),
  "rint of int32": (x) => np.rint(x),
  acos: (x) => np.acos(x),
  floatPower: (x) => np.floatPower(x, 2),
  "relu6 of int32": (x) => nn.relu6(x),
  "hardTanh of int32": (x) => nn.hardTanh(x),
  "identity of int32": (x) => nn.identity(x),
  log1mexp: (x) => nn.log1mexp(x),
  "softmax over two axes": (x) => nn.softmax(x, { axis: [0, 2] }),
  "softmax over all axes": (x) => nn.softmax(x, { axis: null }),
  "softmax of some over two axes": (x, y) => nn.softmax(x, { axis: [-1, 0], where: y }),
  "logSoftmax over two axes": (x) => nn.logSoftmax(x, { axis: [0, 2] }),
  "logSoftmax over all axes": (x) => nn.logSoftmax(x, { axis: null }),
  "logSoftmax of some over two axes": (x, y) => nn.logSoftmax(x, { axis: [-1, 0], where: y }),
  "oneHot along axis 0": (x) => nn.oneHot(x, 4, { axis: 0 }),
  "oneHot along axis 1": (x) => nn.oneHot(x, 4, { axis: 1, dtype: "int32" }),
  layerNorm: (x, y, z) => nn.layerNorm(x, { scale: y, offset: z }),
  "layerNorm over two axes": (x, y, z) =>
    nn.layerNorm(x, { axis: [1, 2], epsilon: 0.001, scale: y, offset: z }),
  "layerNorm alone": (x) => nn.layerNorm(x, { epsilon: 0.1 }),
  "pad edge": (x) =>
    np.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      { mode: "edge" },
    ),
  "pad edge far": (x) => np.pad(x, 5, { mode: "edge" }),
  "pad reflect": (x) =>
    np.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      { mode: "reflect" },
    ),
  "pad reflect far": (x) => np.pad(x, 5, { mode: "reflect" }),
  "pad symmetric": (x) =>
    np.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      { mode: "symmetric" },
    ),
  "pad symmetric far": (x) => np.pad(x, 5, { mode: "symmetric" }),
  "pad wrap": (x) =>
    np.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      { mode: "wrap" },
    ),
  "pad wrap far": (x) => np.pad(x, 5, { mode: "wrap" }),
  "pad one number": (x) => np.pad(x, 1, 1.5),
  "pad one pair": (x) => np.pad(x, [1, 2], { constantValues: 7 }),
  "pad reflect of one": (x) => np.pad(x, 2, { mode: "reflect" }),
  "at div": (x, y, z) => x.at(y).div(z),
  "at pow": (x, y, z) => x.at(y).pow(z),
  "at div slice": (x, y) => x.at("1:3").div(y),
  vecdot: (x, y) => np.vecdot(x, y),
  "vecdot along axis 0": (x, y) => np.vecdot(x, y, { axis: 0 }),
  matvec: (x, y) => np.matvec(x, y),
  vecmat: (x, y) => np.vecmat(x, y),
  cross: (x, y) => np.cross(x, y),
  "cross along axis 0": (x, y) => np.cross(x, y, { axis: 0 }),
  matrixTranspose: (x) => np.matrixTranspose(x),
  cholesky: (x) => np.linalg.cholesky(x),
  "cholesky upper of a stack": (x) => np.linalg.cholesky(x, { upper: true }),
  "cholesky of nothing positive": (x) => np.linalg.cholesky(x),
  svdvals: (x) => np.linalg.svdvals(x),
  "svdvals of a stack": (x) => np.linalg.svdvals(x),
  "svdvals of rank one": (x) => np.linalg.svdvals(x),
  "svdvals of a vector": (x) => np.linalg.svdvals(x),
  "svdvals of zeros": (x) => np.linalg.svdvals(x),
  "norm nuc": (x) => np.linalg.norm(x, { ord: "nuc" }),
  "norm nuc of axes": (x) => np.linalg.norm(x, { ord: "nuc", axis: [2, 0], keepdims: true }),
  "norm 2": (x) => np.linalg.norm(x, { ord: 2 }),
  "norm 2 of axes": (x) => np.linalg.norm(x, { ord: 2, axis: [2, 0], keepdims: true }),
  "norm -2": (x) => np.linalg.norm(x, { ord: -2 }),
  "norm -2 of axes": (x) => np.linalg.norm(x, { ord: -2, axis: [2, 0], keepdims: true }),
  vectorNorm: (x) => np.linalg.vectorNorm(x, { axis: [0, 2], keepdims: true, ord: 3 }),
  matrixNorm: (x) => np.linalg.matrixNorm(x, { ord: 1 }),
  "linalg trace": (x) => np.linalg.trace(x, { offset: 1 }),
  "linalg diagonal": (x) => np.linalg.diagonal(x),
  vstack: (x, y) => np.vstack([x, y]),
  hstack: (x, y) => np.hstack([x, y]),
  "hstack of vectors": (x, y) => np.hstack([x, y]),
  dstack: (x, y) => np.dstack([x, y]),
  columnStack: (x, y) => np.columnStack([x, y]),
  atleast3d: (x) => np.atleast3d(x),
  unstack: (x) => np.stack(np.unstack(x, { axis: 1 }).reverse()),
  hsplit: (x) => np.concatenate(np.hsplit(x, [1]).reverse(), { axis: 1 }),
  searchsorted: (x, y) => np.searchsorted(x, y),
  "searchsorted right": (x, y) => np.searchsorted(x, y, { side: "right" }),
  "searchsorted of int32": (x, y) => np.searchsorted(x, y),
  "searchsorted among NaN": (x, y) => np.searchsorted(x, y),
  "searchsorted right among NaN": (x, y) => np.searchsorted(x, y, { side: "right" }),
  digitize: (x, y) => np.digitize(x, y),
  "digitize right": (x, y) => np.digitize(x, y, { right: true }),
  bincount: (x) => np.bincount(x, 5),
  "bincount weighted": (x, y) => np.bincount(x, 4, { weights: y }),
  interp: (x, y, z) => np.interp(x, y, z),
  "interp ends": (x, y, z) => np.interp(x, y, z, { left: -9, right: 9 }),
  diff: (x) => np.diff(x),
  "diff twice": (x) => np.diff(x, { n: 2, axis: 0 }),
  "diff of truth values": (x) => np.diff(x),
  "diff of int32": (x) => np.diff(x),
  trapezoid: (x) => np.trapezoid(x, { dx: 0.5 }),
  "trapezoid at": (x, y) => np.trapezoid(x, { x: y, axis: 0 }),
  cov: (x) => np.cov(x),
  "cov of columns": (x) => np.cov(x, { rowvar: false, ddof: 0 }),
  "cov of a vector": (x) => np.cov(x),
  corrcoef: (x) => np.corrcoef(x),
  "flatnonzero with a size": (x) => np.flatnonzero(x, { size: 4, fillValue: -1 }),
  "flatnonzero cut": (x) => np.flatnonzero(x, { size: 1 }),
  "argwhere with a size": (x) => np.argwhere(x, { size: 3, fillValue: 9 }),
  "nonzero with a size": (x) => np.stack(np.nonzero(x, { size: 3 })),
  "unique with a size": (x) => np.unique(x, { size: 6 }),
  "unique filled": (x) => np.unique(x, { size: 5, fillValue: 7 }),
  "uniqueAll indices": (x) => np.uniqueAll(x, { size: 4 }).indices,
  "uniqueAll inverseIndices": (x) => np.uniqueAll(x, { size: 4 }).inverseIndices,
  "uniqueAll counts": (x) => np.uniqueAll(x, { size: 4 }).counts,
  "cumsum of uint8": (x) => np.cumsum(x),
  "cumprod of uint8": (x) => np.cumprod(x),
  "sum of uint8": (x) => np.sum(x),
  "mean of uint8": (x) => np.mean(x),
  "cumsum of truth values": (x) => np.cumsum(x),
  "mean of truth values": (x) => np.mean(x),
  "convTranspose SAME [2, 2]": (x, y) => lax.convTranspose(x, y, { strides: [2, 2], padding: "SAME" }),
  "convTranspose VALID [1, 2]": (x, y) => lax.convTranspose(x, y, { strides: [1, 2], padding: "VALID" }),
  "convTranspose SAME [3, 1]": (x, y) => lax.convTranspose(x, y, { strides: [3, 1], padding: "SAME" }),
  "convTranspose VALID [2, 3]": (x, y) => lax.convTranspose(x, y, { strides: [2, 3], padding: "VALID" }),
};

/** Differences of numbers of about 1, or an iteration. */
const LESS_EXACT = /norm|svdvals|corrcoef|cov/;

function tensorOf({ shape, dtype, data }: Figure): Tensor {
  const host = hostArray(dtype as DType, data.length);
  host.set(data.map(Number));
  return np.array(host, { shape, dtype: dtype as DType });
}

test("every case has its operation", () => {
  expect(Object.keys(operations).sort()).toEqual(figures.cases.map(({ name }) => name).sort());
});

describe.each(BACKENDS)("on %s, as JAX", (_, make) => {
  beforeEach(() => setBackend(make()));

  test.each(figures.cases.map((figure) => [figure.name, figure] as const))("%s", (name, figure) => {
    const operation = operations[name]!;
    const args = figure.args.map(tensorOf) as unknown as [Tensor, Tensor, Tensor];
    const tolerance = LESS_EXACT.test(name) ? { relative: 3e-5, absolute: 3e-6 } : {};
    for (const f of [operation, jit(operation)]) {
      const [out, pullback] = vjp(f, ...args);
      expect([out.shape, out.dtype]).toEqual([figure.out.shape, figure.out.dtype]);
      expectClose(out.dataSync(), figure.out.data.map(Number), tolerance);
      if (!isFloat(out.dtype)) continue;
      const weights = Float32Array.from({ length: sizeOf(out.shape) }, (_unused, i) => Math.cos(i));
      const gradients = pullback(np.array(weights, { shape: out.shape }));
      figure.vjp.forEach((expected, i) => {
        if (expected) expectClose(gradients[i]!.dataSync(), expected.map(Number), tolerance, `argument ${i}`);
      });
    }
  });
});
