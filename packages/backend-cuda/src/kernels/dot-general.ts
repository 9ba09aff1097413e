import { type Shape, sizeOf } from "@elegy/autodiff/spi";
import { attribute } from "../tensorflow/attribute.ts";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import { transpose } from "../tensorflow/movement.ts";
import { whole } from "../tensorflow/repeated-elements.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { at, type KernelRows } from "./kernel-rows.ts";

export const dotGeneralKernels: KernelRows<"dotGeneral"> = {
  dotGeneral(tf, inputs, { lhsContracting, rhsContracting, lhsBatch, rhsBatch }, outputs) {
    const lhs = matricesOf(tf, whole(tf, at(inputs, 0)), lhsBatch, lhsContracting, "last");
    const rhs = matricesOf(tf, whole(tf, at(inputs, 1)), rhsBatch, rhsContracting, "first");
    return [tf.reshape(product(tf, lhs, rhs), at(outputs, 0).shape)];
  },
};

/** A matrix, or one for each index of batch axes. */
export interface Matrices {
  /** Rows and columns, before them the batch if there is one. */
  readonly tensor: DeviceTensor;
  /** Whether rows and columns are to be read exchanged. */
  readonly isTransposed: boolean;
}

/** Matrix products, batch by batch; words are multiplied as signed ones, which are the same modulo 2³². */
export function product(tf: TensorFlow, lhs: Matrices, rhs: Matrices): DeviceTensor {
  const { type } = lhs.tensor;
  const operands = [asProductType(tf, lhs.tensor), asProductType(tf, rhs.tensor)];
  const [name, ofLhs, ofRhs] =
    lhs.tensor.shape.length === 2
      ? (["MatMul", "transpose_a", "transpose_b"] as const)
      : (["BatchMatMulV2", "adj_x", "adj_y"] as const);
  const flags = [attribute.bool(ofLhs, lhs.isTransposed), attribute.bool(ofRhs, rhs.isTransposed)];
  const result = tf.apply(name, operands, flags);
  return type === "uint8" ? tf.cast(result, type) : tf.bitcast(result, type);
}

function asProductType(tf: TensorFlow, x: DeviceTensor): DeviceTensor {
  if (x.type === "uint32") return tf.bitcast(x, "int32");
  return x.type === "uint8" ? tf.cast(x, "int32") : x;
}

/**
 * An operand with its axes in the order batch, free, contracting or batch, contracting, free: whichever it has already, else
 * the one without a flag.
 */
function matricesOf(
  tf: TensorFlow,
  x: DeviceTensor,
  batch: readonly number[],
  contracting: readonly number[],
  contractedAxis: "first" | "last",
): Matrices {
  const free = [...x.shape.keys()].filter((axis) => !batch.includes(axis) && !contracting.includes(axis));
  const orders = [
    { first: contracting, second: free, isTransposed: contractedAxis === "last" },
    { first: free, second: contracting, isTransposed: contractedAxis === "first" },
  ];
  const isOrder = ({ first, second }: (typeof orders)[number]): boolean =>
    [...batch, ...first, ...second].every((axis, place) => axis === place);
  const { first, second, isTransposed } =
    orders.find(isOrder) ?? orders.find((order) => !order.isTransposed) ?? at(orders, 0);
  const moved = transpose(tf, x, [...batch, ...first, ...second]);
  const groups = batch.length === 0 ? [first, second] : [batch, first, second];
  const sizes = groups.map((axes) => sizeOf(pick(x.shape, axes)));
  return { tensor: tf.reshape(moved, sizes), isTransposed };
}

function pick(shape: Shape, axes: readonly number[]): number[] {
  return axes.map((axis) => shape[axis] ?? 1);
}
