import { type ScatterParams, sizeOf } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { concatenate, rearranged, slice, take } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import { isFloatType } from "../tensorflow/tensor-type.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { where } from "./elementwise.ts";
import { at, type DeviceKernel, type KernelRows } from "./kernel-rows.ts";
import { fromOrdinals, ordinals } from "./total-order.ts";
import { windowRows } from "./windows-of-indices.ts";

/** Rows of updates meet rows of the operand: `[rows, size]`, `int64[updates]`, `[updates, size]`. */
type RowScatter = (
  tf: TensorFlow,
  x: DeviceTensor,
  rows: DeviceTensor,
  updates: DeviceTensor,
) => DeviceTensor;

export const scatterKernels: KernelRows<
  "scatter" | "scatterAdd" | "scatterMul" | "scatterMin" | "scatterMax"
> = {
  scatter: scattering(replaceRows),
  scatterAdd: scattering(asFloat32(segments("UnsortedSegmentSum", "AddV2"))),
  scatterMul: scattering(asFloat32(segments("UnsortedSegmentProd", "Mul"))),
  scatterMin: scattering(extreme("TensorScatterMin", "first")),
  scatterMax: scattering(extreme("TensorScatterMax", "last")),
};

function scattering(rowScatter: RowScatter): DeviceKernel<ScatterParams> {
  return (tf, inputs, params) => {
    const [x, updates] = [whole(tf, at(inputs, 0)), whole(tf, at(inputs, 2))];
    if (sizeOf(updates.shape) === 0) return [x];
    const { updateWindowDims, insertedWindowDims, operandBatchingDims } = params;
    const single = [...insertedWindowDims, ...operandBatchingDims];
    const windowAxes = updateWindowDims.values();
    const sizes = x.shape.map((_, axis) =>
      single.includes(axis) ? 1 : (updates.shape[Number(windowAxes.next().value)] ?? 1),
    );
    const windows = windowRows(tf, whole(tf, at(inputs, 1)), {
      operand: x.shape,
      sizes,
      indexMap: params.scatterDimsToOperandDims,
      operandBatching: operandBatchingDims,
      indicesBatching: params.scatterIndicesBatchingDims,
    });
    const { vectors, rowsOfWindow, rowCount, rowSize } = windows;
    const order = [...updates.shape.keys()].filter((axis) => !updateWindowDims.includes(axis));
    const values = rearranged(
      tf,
      updates,
      [...order, ...updateWindowDims],
      [vectors * rowsOfWindow, rowSize],
    );
    const target = tf.reshape(x, [rowCount, rowSize]);
    if (params.mode === "clip") return [tf.reshape(rowScatter(tf, target, windows.rows, values), x.shape)];

    // What does not fit goes into a row more, which is cut off.
    const fits = tf.reshape(windows.fits, [vectors, 1]);
    const own = tf.reshape(windows.rows, [vectors, rowsOfWindow]);
    const rows = tf.reshape(where(tf, fits, own, tf.scalar("int64", rowCount)), [vectors * rowsOfWindow]);
    const spare = slice(tf, values, [0, 0], [1, rowSize], [1, 1]);
    const result = rowScatter(tf, concatenate(tf, [target, spare], 0), rows, values);
    return [tf.reshape(slice(tf, result, [0, 0], [rowCount, rowSize], [1, 1]), x.shape)];
  };
}

/** The last update of a row wins, on a device that writes in any order as well: the largest place of those that meet. */
function replaceRows(
  tf: TensorFlow,
  x: DeviceTensor,
  rows: DeviceTensor,
  updates: DeviceTensor,
): DeviceTensor {
  const [rowCount = 0, count = 0] = [x.shape[0], updates.shape[0]];
  const none = tf.apply("Fill", [tf.ints([rowCount]), tf.scalar("int32", -1)]);
  const bounds = [0, count, 1].map((value) => tf.scalar("int32", value));
  const winners = tf.apply("TensorScatterMax", [none, column(tf, rows), tf.apply("Range", bounds)]);
  const isMet = tf.apply("GreaterEqual", [winners, tf.scalar("int32", 0)]);
  const updated = take(tf, updates, tf.apply("Maximum", [winners, tf.scalar("int32", 0)]), 0);
  return where(tf, tf.reshape(isMet, [rowCount, 1]), updated, x);
}

/** Updates of a row by themselves, then with what is there: on a GPU these are the ones that come in a fixed order. */
function segments(name: string, combine: string): RowScatter {
  return (tf, x, rows, updates) => {
    const count = tf.scalar("int32", x.shape[0] ?? 0);
    return tf.apply(combine, [x, tf.apply(name, [updates, rows, count])]);
  };
}

/** Of floats by their order, so that NaN wins; of truth values as bytes. */
function extreme(name: string, ofNaN: "first" | "last"): RowScatter {
  return (tf, x, rows, updates) => {
    const isFloat = isFloatType(x.type);
    const keys = [x, updates].map((tensor) => {
      if (isFloat) return ordinals(tf, tensor, { ofNaN, zeros: "apart" });
      return tensor.type === "bool" ? tf.cast(tensor, "uint8") : tensor;
    });
    const result = tf.apply(name, [at(keys, 0), column(tf, rows), at(keys, 1)]);
    return isFloat ? fromOrdinals(tf, result, x.type) : tf.cast(result, x.type);
  };
}

/** Many updates of `float16` meet in `float32`: each rounding would be lost in the next. */
function asFloat32(rowScatter: RowScatter): RowScatter {
  return (tf, x, rows, updates) => {
    if (x.type !== "float16") return rowScatter(tf, x, rows, updates);
    const wide = rowScatter(tf, tf.cast(x, "float32"), rows, tf.cast(updates, "float32"));
    return tf.cast(wide, "float16");
  };
}

function column(tf: TensorFlow, rows: DeviceTensor): DeviceTensor {
  return tf.reshape(rows, [rows.shape[0] ?? 0, 1]);
}
