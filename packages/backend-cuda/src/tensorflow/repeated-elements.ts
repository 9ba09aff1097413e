import type { Operand, Shape } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "./device-tensor.ts";
import { sameShape, type TensorFlow } from "./tensorflow.ts";

/** How many axes TensorFlow's elementwise operations can repeat elements along, alike ones that lie side by side being one. */
const MOST_GROUPS = 4;

/** An operand with each of its elements in its place. */
export function whole(tf: TensorFlow, { buffer, spec }: Operand<DeviceTensor>): DeviceTensor {
  return broadcast(tf, buffer, spec.shape);
}

/** A tensor whose elements repeat, until it has a shape. */
export function broadcast(tf: TensorFlow, x: DeviceTensor, shape: Shape): DeviceTensor {
  const held = heldShape(x, shape.length);
  if (sameShape(held, shape)) return tf.reshape(x, shape);
  const groups = groupsOf([held], shape);
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
  const shapes = operands.map((x) => heldShape(x, shape.length));
  // What repeats in each of them repeats in the result.
  const common = shape.map((_, axis) => shapes.find((held) => held[axis] !== 1)?.[axis] ?? 1);
  if (groupsOf(shapes, common).length <= MOST_GROUPS) return operands;
  return operands.map((x) => broadcast(tf, x, common));
}

/** How many elements a tensor holds along each axis of the one that it stands for: 1 where they repeat. */
export function heldShape({ shape }: DeviceTensor, rank: number): Shape {
  return shape.length === rank ? shape : [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
}

/** The same elements, held so. */
export function holding(tf: TensorFlow, x: DeviceTensor, held: Shape): DeviceTensor {
  const least = withoutFirstOnes(held);
  const isSame = x.shape.length <= held.length && sameShape(withoutFirstOnes(x.shape), least);
  return isSame ? x : tf.reshape(x, least);
}

function withoutFirstOnes(shape: Shape): Shape {
  const first = shape.findIndex((size) => size !== 1);
  return first === -1 ? [] : shape.slice(first);
}

interface Group {
  readonly size: number;
  /** For each shape whether it has these axes; if not, its elements repeat along them. */
  readonly holds: readonly boolean[];
}

/** Axes side by side along which the same shapes repeat are one; those of size 1 are none. */
function groupsOf(shapes: readonly Shape[], common: Shape): Group[] {
  const groups: { size: number; readonly holds: readonly boolean[] }[] = [];
  for (const [axis, size] of common.entries()) {
    if (size === 1) continue;
    const holds = shapes.map((shape) => shape[axis] !== 1);
    const last = groups.at(-1);
    if (last !== undefined && last.holds.every((held, i) => held === holds[i])) last.size *= size;
    else groups.push({ size, holds });
  }
  return groups;
}
