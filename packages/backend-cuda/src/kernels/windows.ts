import {
  type DType,
  type SelectWindowParams,
  type Shape,
  sizeOf,
  stridesOf,
  type WindowParams,
} from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { flat, pad, slice } from "../tensorflow/movement.ts";
import { broadcast, whole } from "../tensorflow/repeated-elements.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { rangeOf } from "./dtype-range.ts";
import { where } from "./elementwise.ts";
import { at, type DeviceKernel, type KernelRows } from "./kernel-rows.ts";
import { grid } from "./windows-of-indices.ts";

export const windowKernels: KernelRows<
  "reduceWindowSum" | "reduceWindowMax" | "reduceWindowMin" | "selectAndGatherAdd" | "selectAndScatterAdd"
> = {
  reduceWindowSum: windowReduction("AddV2", "LogicalOr", () => 0),
  reduceWindowMax: windowReduction("Maximum", "LogicalOr", (dtype) => rangeOf(dtype).lowest),
  reduceWindowMin: windowReduction("Minimum", "LogicalAnd", (dtype) => rangeOf(dtype).highest),

  selectAndGatherAdd(tf, inputs, params, outputs) {
    const values = padded(tf, whole(tf, at(inputs, 0)), params, 0);
    const { shape } = at(outputs, 0);
    const candidates = shifts(params.windowDimensions).map((offset) =>
      shifted(tf, values, params, offset, shape),
    );
    return [chosen(tf, whole(tf, at(inputs, 1)), params, shape, candidates)];
  },

  selectAndScatterAdd(tf, inputs, params) {
    const [source, x] = [whole(tf, at(inputs, 0)), whole(tf, at(inputs, 1))];
    const { windowDimensions, windowStrides, windowDilation, padding, baseDilation } = params;
    if (sizeOf(source.shape) === 0) return [tf.scalar(x.type, 0)];
    // Places in the padded operand, whose padding then is cut off.
    const around = x.shape.map((size, axis) => {
      const [low, high] = at(padding, axis);
      const spread = size === 0 ? 0 : (size - 1) * at(baseDilation, axis) + 1;
      return Math.max(low, 0) + spread + Math.max(high, 0);
    });
    const strides = stridesOf(around);
    const firsts = strides.map((stride, axis) => stride * at(windowStrides, axis));
    const offsets = shifts(windowDimensions).map((offset) =>
      offset.reduce((sum, count, axis) => sum + count * at(windowDilation, axis) * at(strides, axis), 0),
    );
    const cropped = strides.reduce(
      (sum, stride, axis) => sum + Math.max(-at(at(padding, axis), 0), 0) * stride,
      0,
    );
    const own = offsets.map((offset) => tf.scalar("int64", offset + cropped));
    const offset = chosen(tf, x, params, source.shape, own);
    const places = tf.apply("AddV2", [flat(tf, offset), grid(tf, source.shape, firsts)]);
    const count = tf.scalar("int32", sizeOf(around));
    const isHalf = source.type === "float16";
    const data = flat(tf, isHalf ? tf.cast(source, "float32") : source);
    const sums = tf.cast(tf.apply("UnsortedSegmentSum", [data, places, count]), source.type);
    const start = padding.map(([low]) => Math.max(low, 0));
    const limit = start.map(
      (first, axis) => first + Math.max((at(x.shape, axis) - 1) * at(baseDilation, axis) + 1, 0),
    );
    return [slice(tf, tf.reshape(sums, around), start, limit, baseDilation)];
  },
};

/** A window is as wide along one axis for each place along the others: axis by axis, shifted operands are combined. */
function windowReduction(
  name: string,
  ofBool: string,
  identity: (dtype: DType) => number,
): DeviceKernel<WindowParams> {
  return (tf, inputs, params, outputs) => {
    const { shape, dtype } = at(outputs, 0);
    const operand = whole(tf, at(inputs, 0));
    let x = padded(tf, operand, params, identity(dtype));
    const combine = x.type === "bool" ? ofBool : name;
    for (const [axis, size] of params.windowDimensions.entries()) {
      const before = x;
      const partly = x.shape.map((own, i) => (i === axis ? at(shape, axis) : own));
      const along = {
        windowStrides: x.shape.map((_, i) => (i === axis ? at(params.windowStrides, axis) : 1)),
        windowDilation: params.windowDilation,
      };
      const parts = Array.from({ length: size }, (_, count) =>
        shifted(
          tf,
          before,
          along,
          before.shape.map((_, i) => (i === axis ? count : 0)),
          partly,
        ),
      );
      x = parts.reduce((sum, part) => {
        const next = tf.apply(combine, [sum, part]);
        [sum, part].forEach((used) => tf.drop(used));
        return next;
      });
    }
    return [x];
  };
}

function padded(
  tf: TensorFlow,
  x: DeviceTensor,
  { padding, baseDilation }: WindowParams,
  value: number,
): DeviceTensor {
  return pad(
    tf,
    x,
    tf.scalar(x.type, value),
    padding.map(([low]) => low),
    padding.map(([, high]) => high),
    baseDilation.map((distance) => distance - 1),
  );
}

/** What stands at one place of each window. */
function shifted(
  tf: TensorFlow,
  x: DeviceTensor,
  { windowStrides, windowDilation }: Pick<WindowParams, "windowStrides" | "windowDilation">,
  offset: readonly number[],
  windows: Shape,
): DeviceTensor {
  const start = offset.map((count, axis) => count * at(windowDilation, axis));
  const limit = windows.map((count, axis) =>
    count === 0 ? at(start, axis) : at(start, axis) + (count - 1) * at(windowStrides, axis) + 1,
  );
  return slice(tf, x, start, limit, windowStrides);
}

/** The places of a window in C order. */
function shifts(window: Shape): number[][] {
  return window.reduce<number[][]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  );
}

/** For each window the candidate of the place that no earlier one is as good as. */
function chosen(
  tf: TensorFlow,
  operand: DeviceTensor,
  params: SelectWindowParams,
  windows: Shape,
  candidates: readonly DeviceTensor[],
): DeviceTensor {
  const { select, windowDimensions } = params;
  const keeps = select === "ge" ? "GreaterEqual" : "LessEqual";
  const x = padded(tf, operand, params, select === "ge" ? -Infinity : Infinity);
  let best: DeviceTensor | undefined;
  let result: DeviceTensor | undefined;
  for (const [i, offset] of shifts(windowDimensions).entries()) {
    const own = shifted(tf, x, params, offset, windows);
    const candidate = at(candidates, i);
    if (best === undefined || result === undefined) {
      [best, result] = [own, candidate];
      continue;
    }
    const isKept = tf.apply(keeps, [best, own]);
    const [nextBest, nextResult] = [where(tf, isKept, best, own), where(tf, isKept, result, candidate)];
    [best, result, own, candidate, isKept].forEach((used) => tf.drop(used));
    [best, result] = [nextBest, nextResult];
  }
  if (result === undefined) throw new RangeError("A window has a place.");
  return broadcast(tf, result, windows);
}
