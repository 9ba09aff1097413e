import type { DType } from "@elegy/autodiff/spi";
import type { ProductCase } from "./product-case.test-support.ts";

/** Whole numbers below a limit, the same for the same seed. */
function randomBelow(seed: number): (limit: number) => number {
  let state = (Math.imul(seed + 1, 2_654_435_761) + 1) >>> 0;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  for (let i = 0; i < 8; i++) next(2);
  return next;
}

function at<T>(list: readonly T[], place: number): T {
  const value = list[place];
  if (value === undefined) throw new RangeError(`nothing at ${place}`);
  return value;
}

const DTYPES: readonly DType[] = ["float32", "float32", "float16", "int32", "uint32"];

function shuffled(below: (limit: number) => number, count: number): number[] {
  const rest = [...Array(count).keys()];
  return Array.from({ length: count }, () => rest.splice(below(rest.length), 1)).flat();
}

/** Axes of every kind in any order. */
export function randomProduct(seed: number): ProductCase<"dotGeneral"> {
  const below = randomBelow(seed);
  const sizes = (count: number, most: number): number[] =>
    Array.from({ length: count }, () => 1 + below(most));
  const batch = sizes(below(3), 3);
  const contracting = sizes(below(3), at([5, 20, 40], below(3)));
  const [left, right] = [sizes(below(3), 12), sizes(below(3), 12)];
  const place = (free: readonly number[]): { shape: number[]; batchAxes: number[]; summed: number[] } => {
    const ordered = [...batch, ...contracting];
    const places = shuffled(below, ordered.length + free.length);
    const freePlaces = places.slice(ordered.length).toSorted((a, b) => a - b);
    const all = [...places.slice(0, ordered.length), ...freePlaces];
    const shape: number[] = [];
    [...ordered, ...free].forEach((size, i) => (shape[at(all, i)] = size));
    return { shape, batchAxes: all.slice(0, batch.length), summed: all.slice(batch.length, ordered.length) };
  };
  const [lhs, rhs] = [place(left), place(right)];
  return {
    name: "dotGeneral",
    lhs: lhs.shape,
    rhs: rhs.shape,
    result: [...batch, ...left, ...right],
    params: {
      lhsBatch: lhs.batchAxes,
      rhsBatch: rhs.batchAxes,
      lhsContracting: lhs.summed,
      rhsContracting: rhs.summed,
    },
    dtype: at(DTYPES, seed % DTYPES.length),
  };
}

/** Layouts, strides, padding that crops, dilations and groups, one to three axes. */
export function randomConvolution(seed: number): ProductCase<"convGeneralDilated"> {
  const below = randomBelow(seed);
  const spatial = below(4);
  const groups = at([1, 1, 1, 2, 5], below(5));
  const inBatch = below(2) === 0;
  const [batchGroupCount, featureGroupCount] = [inBatch ? groups : 1, inBatch ? 1 : groups];
  const dilated = (size: number, dilation: number): number => (size === 0 ? 0 : 1 + (size - 1) * dilation);
  const axes = Array.from({ length: spatial }, () => {
    const [window, size] = [1 + below(4), below(12) === 0 ? 0 : 1 + below(7)];
    const [stride, lhsDilation, rhsDilation] = [1 + below(3), 1 + below(3), 1 + below(3)];
    const wished = [below(6) - 2, below(6) - 2] as const;
    const base = dilated(size, lhsDilation);
    const padding = base + wished[0] + wished[1] < 0 ? ([0, 0] as const) : wished;
    const room = base + padding[0] + padding[1] - dilated(window, rhsDilation);
    const count = room < 0 ? 0 : Math.floor(room / stride) + 1;
    return { window, size, stride, lhsDilation, rhsDilation, padding, count };
  });
  const examples = 1 + below(2);
  const features = below(3) === 0 ? 1 : 1 + below(9);
  const outputs = below(3) === 0 ? 1 : 1 + below(19);
  const layout = (channelsLast: readonly number[]): number[] =>
    below(2) === 0 ? [...channelsLast] : shuffled(below, spatial + 2);
  const inner = axes.map((_, i) => i);
  const lhsSpec = layout([0, spatial + 1, ...inner.map((i) => i + 1)]);
  const rhsSpec = layout([spatial + 1, spatial, ...inner]);
  const outSpec = layout([0, spatial + 1, ...inner.map((i) => i + 1)]);
  const place = (spec: readonly number[], sizes: readonly number[]): number[] =>
    spec.map((_, axis) => at(sizes, spec.indexOf(axis)));
  return {
    name: "convGeneralDilated",
    lhs: place(lhsSpec, [
      examples * batchGroupCount,
      features * featureGroupCount,
      ...axes.map(({ size }) => size),
    ]),
    rhs: place(rhsSpec, [outputs * groups, features, ...axes.map(({ window }) => window)]),
    result: place(outSpec, [examples, outputs * groups, ...axes.map(({ count }) => count)]),
    params: {
      lhsSpec,
      rhsSpec,
      outSpec,
      windowStrides: axes.map(({ stride }) => stride),
      padding: axes.map(({ padding }) => padding),
      lhsDilation: axes.map(({ lhsDilation }) => lhsDilation),
      rhsDilation: axes.map(({ rhsDilation }) => rhsDilation),
      batchGroupCount,
      featureGroupCount,
    },
    dtype: at(DTYPES, seed % DTYPES.length),
  };
}
