import { reshape, transpose } from "../../lax/movement.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** One axis becomes the slower part of another, which is counted without it. */
export function mergeAxisInto(x: Tensor, axis: number, into: number): Tensor {
  const rest = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const sizes = rest.map((i) => x.shape[i]!);
  return reshape(
    transpose(x, rest.toSpliced(into, 0, axis)),
    sizes.with(into, sizes[into]! * x.shape[axis]!),
  );
}

/** The slower part of an axis, `count` long, becomes an axis of its own before it. */
export function splitAxis(x: Tensor, axis: number, count: number): Tensor {
  const size = x.shape[axis]!;
  return reshape(x, x.shape.toSpliced(axis, 1, count, count === 0 ? 0 : size / count));
}
