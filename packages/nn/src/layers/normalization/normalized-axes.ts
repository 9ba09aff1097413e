import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";

/** Axes counted from 0, in their order. @throws ArgumentInvalidError for an axis that x does not have. */
export function axesOf(layer: string, x: Tensor, axis: number | readonly number[]): readonly number[] {
  const axes = typeof axis === "number" ? [axis] : axis;
  const out = axes.find((one) => !Number.isInteger(one) || one < -x.ndim || one >= x.ndim);
  if (out !== undefined) {
    throw new ArgumentInvalidError({
      operation: layer,
      problem: "there is no such axis",
      expected: `an axis of ${formatSpec(x.spec)}`,
      received: String(out),
    });
  }
  return axes.map((one) => (one < 0 ? one + x.ndim : one)).sort((a, b) => a - b);
}

/** All axes but these. */
export function otherAxes(x: Tensor, axes: readonly number[]): readonly number[] {
  return x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
}
