import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { formatSpec, type Shape, sizeOf } from "../../tensor/spec.ts";
import { numberList } from "../../np/number-list.ts";

/** One axis or several; negative ones count from the last. */
export type FanAxis = number | readonly number[];

export interface FanOptions {
  /** The axes of the inputs. Default −2. */
  readonly inAxis?: FanAxis;
  /** The axes of the outputs. Default −1. */
  readonly outAxis?: FanAxis;
  /** The axes along which stand weights of their own. Default none. */
  readonly batchAxis?: FanAxis;
}

/**
 * How many inputs each output of a dense or convolutional layer has, and how many outputs each input. What is no axis of
 * inputs, outputs or batches is that of a window.
 *
 * @throws ShapeMismatchError for axes that the shape does not have, and where no weight is.
 */
export function fansOf(
  operation: string,
  shape: Shape,
  { inAxis = -2, outAxis = -1, batchAxis = [] }: FanOptions,
): { readonly fanIn: number; readonly fanOut: number } {
  const [inputs, outputs, batch] = [inAxis, outAxis, batchAxis].map((axes) =>
    numberList(operation, "an axis", axes)
      .map((axis) => shape.at(axis) ?? Number.NaN)
      .reduce((product, size) => product * size, 1),
  ) as [number, number, number];
  const window = sizeOf(shape) / inputs / outputs / batch;
  if (Number.isFinite(window)) return { fanIn: inputs * window, fanOut: outputs * window };
  throw new ShapeMismatchError({
    operation,
    problem: "the shape has no inputs and outputs",
    expected: "at least two axes, none of size 0",
    received: formatSpec({ shape, dtype: "float32" }),
    hint: "For a vector, use zeros, ones, or normal({ stddev }).",
  });
}
