import { sizeOf } from "@elegy/autodiff/spi";
import { take, transpose } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import { where } from "./elementwise.ts";
import { at, type KernelRows } from "./kernel-rows.ts";
import { windowRows } from "./windows-of-indices.ts";

export const gatherKernels: KernelRows<"gather"> = {
  gather(tf, inputs, params, outputs) {
    const { offsetDims, collapsedSliceDims, operandBatchingDims, sliceSizes } = params;
    const { shape, dtype } = at(outputs, 0);
    if (sizeOf(shape) === 0) return [tf.create(dtype, shape, [])];
    const x = whole(tf, at(inputs, 0));
    const { rows, fits, vectors, rowsOfWindow, rowCount, rowSize } = windowRows(
      tf,
      whole(tf, at(inputs, 1)),
      {
        operand: x.shape,
        sizes: sliceSizes,
        indexMap: params.startIndexMap,
        operandBatching: operandBatchingDims,
        indicesBatching: params.startIndicesBatchingDims,
      },
    );
    const taken = tf.reshape(take(tf, tf.reshape(x, [rowCount, rowSize]), rows, 0), [
      vectors,
      rowsOfWindow * rowSize,
    ]);
    const filled =
      params.mode === "fill"
        ? where(tf, tf.reshape(fits, [vectors, 1]), taken, tf.scalar(dtype, Number(params.fillValue)))
        : taken;

    // As `[…vectors, …window]`, then each axis at its place in the result.
    const vectorAxes = [...shape.keys()].filter((axis) => !offsetDims.includes(axis));
    const order = [...vectorAxes, ...offsetDims];
    const single = [...collapsedSliceDims, ...operandBatchingDims];
    const window = sliceSizes.filter((_, axis) => !single.includes(axis));
    const grouped = tf.reshape(filled, [...vectorAxes.map((axis) => shape[axis] ?? 1), ...window]);
    return [
      transpose(
        tf,
        grouped,
        shape.map((_, axis) => order.indexOf(axis)),
      ),
    ];
  },
};
