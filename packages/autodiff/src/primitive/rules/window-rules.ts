import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { formatSpec, type Shape, type TensorSpec } from "../../tensor/spec.ts";
import type { PaddingPair, WindowParams } from "../params.ts";
import { received } from "../../errors/received.ts";

/** The size of an axis whose elements are set `dilation` apart. */
export function dilated(size: number, dilation: number): number {
  return size === 0 ? 0 : 1 + dilation * (size - 1);
}

/** How often a window fits into an axis. */
export function windowCount(size: number, window: number, stride: number): number {
  return size < window ? 0 : Math.floor((size - window) / stride) + 1;
}

/**
 * The padding under which windows over the cotangent, `stride` apart, give the cotangent of the operand: what
 * each element of the operand was read by.
 */
export function transposedPadding(
  size: number,
  window: number,
  count: number,
  { low, stride, baseDilation, windowDilation }: WindowAxis,
): PaddingPair {
  const reach = dilated(window, windowDilation);
  const before = reach - low - 1;
  return [before, dilated(size, baseDilation) + reach - 1 - dilated(count, stride) - before];
}

/** What a window does along one axis. */
export interface WindowAxis {
  readonly low: number;
  readonly stride: number;
  readonly baseDilation: number;
  readonly windowDilation: number;
}

/** A list of numbers with one entry per axis, each a whole number ≥ `least`. */
export function requirePerAxis(
  name: string,
  what: string,
  list: readonly number[],
  count: number,
  least: number,
  operand: TensorSpec,
): void {
  if (
    Array.isArray(list) &&
    list.length === count &&
    list.every((entry) => Number.isInteger(entry) && entry >= least)
  )
    return;
  throw new ArgumentInvalidError({
    operation: name,
    problem: `${what} does not fit`,
    expected: `${count} whole numbers ≥ ${least}`,
    received: `${received(list)} for ${formatSpec(operand)}`,
  });
}

/** Padding pairs, one per axis, that leave no axis with a negative size. `sizes` are those after dilation. */
export function requirePadding(
  name: string,
  padding: readonly PaddingPair[],
  sizes: Shape,
  operand: TensorSpec,
): void {
  const whole =
    Array.isArray(padding) && padding.length === sizes.length && padding.every((pair) => isPair(pair));
  if (whole && sizes.every((size, axis) => size + padding[axis]![0] + padding[axis]![1] >= 0)) return;
  throw new ArgumentInvalidError({
    operation: name,
    problem: whole ? "the padding crops more than there is" : "the padding does not fit",
    expected: whole ? `sizes ≥ 0 left of [${sizes.join(",")}]` : `${sizes.length} pairs [low, high]`,
    received: `${received(padding)} for ${formatSpec(operand)}`,
  });
}

/** Without types it may be anything. */
function isPair(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every(Number.isInteger);
}

/** The shape of a reduction over windows. */
export function windowedShape(name: string, operand: TensorSpec, params: WindowParams): Shape {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params;
  const rank = operand.shape.length;
  requirePerAxis(name, "windowDimensions", windowDimensions, rank, 1, operand);
  requirePerAxis(name, "windowStrides", windowStrides, rank, 1, operand);
  requirePerAxis(name, "baseDilation", baseDilation, rank, 1, operand);
  requirePerAxis(name, "windowDilation", windowDilation, rank, 1, operand);
  const sizes = operand.shape.map((size, axis) => dilated(size, baseDilation[axis]!));
  requirePadding(name, padding, sizes, operand);
  return sizes.map((size, axis) => {
    const [low, high] = padding[axis]!;
    const reach = dilated(windowDimensions[axis]!, windowDilation[axis]!);
    return windowCount(low + size + high, reach, windowStrides[axis]!);
  });
}

/** The same windows with one more axis, along which nothing happens. */
export function withAxis<P extends WindowParams>(params: P, axis: number): P {
  const insert = <T>(list: readonly T[], entry: T): T[] => list.toSpliced(axis, 0, entry);
  return {
    ...params,
    windowDimensions: insert(params.windowDimensions, 1),
    windowStrides: insert(params.windowStrides, 1),
    padding: insert<PaddingPair>(params.padding, [0, 0]),
    baseDilation: insert(params.baseDilation, 1),
    windowDilation: insert(params.windowDilation, 1),
  };
}
