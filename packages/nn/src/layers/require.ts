import { ArgumentInvalidError, formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";

/** @throws ArgumentInvalidError unless a whole number ≥ 1. */
export function requireSize(layer: string, name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `\`${name}\` is out of range`,
    expected: "a whole number ≥ 1",
    received: String(value),
  });
}

/** @throws ArgumentInvalidError unless in [0, 1). */
export function requireRate(layer: string, name: string, value: number): number {
  if (value >= 0 && value < 1) return value;
  throw new ArgumentInvalidError({
    operation: layer,
    problem: `\`${name}\` is out of range`,
    expected: "a number in [0, 1)",
    received: String(value),
  });
}

/** @throws ShapeMismatchError for a tensor with fewer axes. */
export function requireRank(layer: string, x: Tensor, least: number, shape: string): void {
  if (x.ndim >= least) return;
  throw new ShapeMismatchError({
    operation: layer,
    problem: "the input has too few axes",
    expected: shape,
    received: formatSpec(x.spec),
  });
}
