import { type Shape, sizeOf } from "@elegy/autodiff/spi";
import { attribute } from "./attribute.ts";
import type { DeviceTensor } from "./device-tensor.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** TensorFlow pads no more. */
const MOST_PADDED_AXES = 6;

/** The elements from `start` to `limit`, one of each `strides`. */
export function slice(
  tf: TensorFlow,
  x: DeviceTensor,
  start: readonly number[],
  limit: readonly number[],
  strides: readonly number[],
): DeviceTensor {
  const isAll = x.shape.every(
    (size, axis) => start[axis] === 0 && limit[axis] === size && strides[axis] === 1,
  );
  if (isAll) return x;
  // Axes that are taken whole are one with the axis before them: TensorFlow slices few axes.
  const shape: number[] = [];
  const bounds: [number[], number[], number[]] = [[], [], []];
  const result: number[] = [];
  for (const [axis, size] of x.shape.entries()) {
    const [from = 0, to = 0, step = 1] = [start[axis], limit[axis], strides[axis]];
    const count = Math.ceil((to - from) / step);
    result.push(count);
    const isWhole = from === 0 && to === size && step === 1;
    const last = shape.length - 1;
    const before = shape[last];
    if (isWhole && before !== undefined && (bounds[2][last] === 1 || size === 1)) {
      shape[last] = before * size;
      bounds[0][last] = (bounds[0][last] ?? 0) * size;
      bounds[1][last] = (bounds[1][last] ?? 0) * size;
    } else {
      shape.push(size);
      [from, to, step].forEach((value, i) => bounds[i]?.push(value));
    }
  }
  const [begin, end, step] = bounds.map((values) => tf.ints(values));
  const cut = tf.apply("StridedSlice", [tf.reshape(x, shape), begin!, end!, step!]);
  return tf.reshape(cut, result);
}

export function transpose(tf: TensorFlow, x: DeviceTensor, permutation: readonly number[]): DeviceTensor {
  if (permutation.every((from, to) => from === to)) return x;
  return tf.apply("Transpose", [x, tf.ints(permutation)]);
}

/** Elements of a value before and after, and between neighbours; negative counts crop. */
export function pad(
  tf: TensorFlow,
  x: DeviceTensor,
  value: DeviceTensor,
  low: readonly number[],
  high: readonly number[],
  interior: readonly number[] = low.map(() => 0),
): DeviceTensor {
  const spread = interior.reduce((tensor, gap, axis) => spreadAxis(tf, tensor, value, axis, gap), x);
  const grown = x.shape.some((_, axis) => (low[axis] ?? 0) > 0 || (high[axis] ?? 0) > 0)
    ? surround(tf, spread, value, low, high)
    : spread;
  const start = low.map((count) => Math.max(-count, 0));
  const limit = grown.shape.map((size, axis) => size + Math.min(high[axis] ?? 0, 0));
  return slice(
    tf,
    grown,
    start,
    limit,
    low.map(() => 1),
  );
}

/** Each element of an axis, and after it as many values as the gap is wide; none after the last. */
function spreadAxis(
  tf: TensorFlow,
  x: DeviceTensor,
  value: DeviceTensor,
  axis: number,
  gap: number,
): DeviceTensor {
  const size = x.shape[axis] ?? 0;
  if (gap === 0 || size <= 1) return x;
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const columns = tf.reshape(x, [sizeOf(before) * size, 1, sizeOf(after)]);
  const wide = tf.apply("PadV2", [
    columns,
    tf.intPairs([
      [0, 0],
      [0, gap],
      [0, 0],
    ]),
    value,
  ]);
  const full = [sizeOf(before), size * (gap + 1), sizeOf(after)];
  const limit = [sizeOf(before), (size - 1) * (gap + 1) + 1, sizeOf(after)];
  const cut = slice(tf, tf.reshape(wide, full), [0, 0, 0], limit, [1, 1, 1]);
  return tf.reshape(cut, [...before, limit[1] ?? 0, ...after]);
}

/** Where a count is negative nothing is added. */
function surround(
  tf: TensorFlow,
  x: DeviceTensor,
  value: DeviceTensor,
  low: readonly number[],
  high: readonly number[],
): DeviceTensor {
  const [before, after] = [low, high].map((counts) => counts.map((count) => Math.max(count, 0)));
  const result = x.shape.map((size, axis) => size + (before?.[axis] ?? 0) + (after?.[axis] ?? 0));
  // Axes without padding are one with their neighbours.
  const groups: { size: number; readonly pair: readonly [number, number] }[] = [];
  for (const [axis, size] of x.shape.entries()) {
    const pair = [before?.[axis] ?? 0, after?.[axis] ?? 0] as const;
    const last = groups.at(-1);
    const isPlain = pair[0] === 0 && pair[1] === 0;
    if (isPlain && last !== undefined && last.pair[0] === 0 && last.pair[1] === 0) last.size *= size;
    else groups.push({ size, pair });
  }
  if (groups.length > MOST_PADDED_AXES) {
    return low.reduce((grown, _, axis) => {
      const only = (counts: readonly number[]): number[] =>
        counts.map((count, i) => (i === axis ? count : 0));
      return surround(tf, grown, value, only(low), only(high));
    }, x);
  }
  const shape = groups.map(({ size }) => size);
  const pairs = tf.intPairs(groups.map(({ pair }) => pair));
  return tf.reshape(tf.apply("PadV2", [tf.reshape(x, shape), pairs, value]), result);
}

export function concatenate(tf: TensorFlow, parts: readonly DeviceTensor[], axis: number): DeviceTensor {
  const [first] = parts;
  if (first === undefined) throw new RangeError("There is nothing to concatenate.");
  if (parts.length === 1) return first;
  const attributes = [attribute.int("N", parts.length), attribute.type("T", first.type)];
  return tf.apply(
    "ConcatV2",
    [...parts, tf.scalar("int32", axis)],
    [...attributes, attribute.type("Tidx", "int32")],
  );
}

/** The slices of an axis at some positions; with `batch`, each of that many first axes has positions of its own. */
export function take(
  tf: TensorFlow,
  x: DeviceTensor,
  positions: DeviceTensor,
  axis: number,
  batch = 0,
): DeviceTensor {
  return tf.apply("GatherV2", [x, positions, tf.scalar("int32", axis)], [attribute.int("batch_dims", batch)]);
}

export function flat(tf: TensorFlow, x: DeviceTensor): DeviceTensor {
  return tf.reshape(x, [sizeOf(x.shape)]);
}

/** Axes exchanged and sizes regrouped. */
export function rearranged(
  tf: TensorFlow,
  x: DeviceTensor,
  permutation: readonly number[],
  shape: Shape,
): DeviceTensor {
  return tf.reshape(transpose(tf, x, permutation), shape);
}
