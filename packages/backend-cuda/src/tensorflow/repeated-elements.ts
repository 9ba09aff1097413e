import { type Operand, type Shape, sizeOf } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "./device-tensor.ts";
import type { TensorFlow } from "./tensorflow.ts";

/** How many axes TensorFlow's elementwise operations can repeat elements along, alike ones that lie side by side being one. */
const MOST_GROUPS = 4;

/** An operand with each of its elements in its place. */
export function whole(tf: TensorFlow, { buffer, spec }: Operand<DeviceTensor>): DeviceTensor {
  return broadcast(tf, buffer, spec.shape);
}

/** A tensor whose elements repeat along axes of size 1, until it has a shape. */
export function broadcast(tf: TensorFlow, x: DeviceTensor, shape: Shape): DeviceTensor {
  if (x.shape.every((size, axis) => size === shape[axis])) return x;
  const groups = groupsOf([x.shape], shape);
  const from = groups.map(({ size, holds }) => (holds[0] === true ? size : 1));
  const to = groups.map(({ size }) => size);
  const repeated = tf.apply("BroadcastTo", [tf.reshape(x, from), tf.ints(to)]);
  return tf.reshape(repeated, shape);
}

/** Operands of one shape as one elementwise operation takes them: repeating ones as they are, if it can read them. */
export function aligned(
  tf: TensorFlow,
  operands: readonly DeviceTensor[],
  shape: Shape,
): readonly DeviceTensor[] {
  const first = operands[0];
  const same = operands.every((x) => x.shape.every((size, axis) => size === first?.shape[axis]));
  if (same) return operands;
  // What repeats in each of them repeats in the result.
  const common = shape.map((_, axis) => operands.find((x) => x.shape[axis] !== 1)?.shape[axis] ?? 1);
  const shapes = operands.map((x) => x.shape);
  if (groupsOf(shapes, common).length <= MOST_GROUPS) return operands;
  return operands.map((x) => broadcast(tf, x, common));
}

interface Group {
  readonly size: number;
  /** For each shape whether it has these axes; if not, its elements repeat along them. */
  readonly holds: readonly boolean[];
}

/** Axes side by side along which the same shapes repeat are one; those of size 1 are none. */
function groupsOf(shapes: readonly Shape[], common: Shape): Group[] {
  const groups: { size: number; holds: readonly boolean[] }[] = [];
  for (const [axis, size] of common.entries()) {
    if (size === 1) continue;
    const holds = shapes.map((shape) => shape[axis] !== 1);
    const last = groups.at(-1);
    if (last !== undefined && last.holds.every((held, i) => held === holds[i])) last.size *= size;
    else groups.push({ size, holds });
  }
  return groups;
}

/** Whether a tensor stands for a larger one. */
export function repeats(x: DeviceTensor, shape: Shape): boolean {
  return sizeOf(x.shape) !== sizeOf(shape);
}
