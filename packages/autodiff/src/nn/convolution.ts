import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { channelsLast } from "../lax/conv-dimension-numbers.ts";
import { convGeneralDilated } from "../lax/convolution.ts";
import { convertElementType } from "../lax/elementwise.ts";
import { reshape } from "../lax/movement.ts";
import type { WindowPadding } from "../lax/window-padding.ts";
import { commonDType, tensorOf } from "../np/operands.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { numberList } from "../np/number-list.ts";
import { requireOptions } from "../np/require-options.ts";

export interface ConvOptions {
  /** How far the window moves, for all spatial axes or for each. Default 1. */
  readonly strides?: number | readonly number[];
  /** Default `"SAME"`. */
  readonly padding?: WindowPadding;
  /** The distance at which elements of `x` are set. Default 1. */
  readonly inputDilation?: number | readonly number[];
  /** The distance at which elements of the kernel are set ("atrous"). Default 1. */
  readonly kernelDilation?: number | readonly number[];
  /** Features in groups that do not meet. As many as there are is a depthwise convolution. Default 1. */
  readonly featureGroupCount?: number;
}

/**
 * A convolution with features last, over one to three spatial axes.
 *
 * @param x `[...batch, ...spatial, in]`.
 * @param kernel `[...window, in / featureGroupCount, out]`.
 * @returns `[...batch, ...spatial, out]`.
 * @throws ShapeMismatchError
 * @example
 * ```ts
 * const x = np.ones([2, 28, 28, 1]);
 * nn.conv(x, np.ones([3, 3, 1, 32]), { strides: 2 }).shape; // => [2,14,14,32]
 * ```
 */
export function conv(x: Tensor, kernel: Tensor, options: ConvOptions = {}): Tensor {
  requireOptions(
    "nn.conv",
    options,
    "{ strides, padding, inputDilation, kernelDilation, featureGroupCount }",
  );
  const dtype = commonDType("nn.conv", [x, kernel]);
  const input = convertElementType(tensorOf("nn.conv", x), dtype);
  const window = convertElementType(tensorOf("nn.conv", kernel), dtype);
  const spatial = window.ndim - 2;
  if (spatial < 0 || input.ndim < window.ndim - 1) {
    throw new ShapeMismatchError({
      operation: "nn.conv",
      problem: "the ranks do not fit",
      expected:
        "x[...batch, ...spatial, in] and kernel[...window, in, out] with as many axes in window as in spatial",
      received: `${formatSpec(input.spec)} and ${formatSpec(window.spec)}`,
    });
  }
  const {
    strides = 1,
    padding = "SAME",
    inputDilation = 1,
    kernelDilation = 1,
    featureGroupCount = 1,
  } = options;
  const perAxis = (value: number | readonly number[]): readonly number[] =>
    typeof value === "number"
      ? Array.from({ length: spatial }, () => value)
      : numberList("nn.conv", "a stride or dilation", value);
  const batch = input.shape.slice(0, input.ndim - spatial - 1);
  const example = input.shape.slice(batch.length);
  const output = convGeneralDilated(
    reshape(input, [batch.reduce((product, size) => product * size, 1), ...example]),
    window,
    {
      windowStrides: perAxis(strides),
      padding,
      lhsDilation: perAxis(inputDilation),
      rhsDilation: perAxis(kernelDilation),
      dimensionNumbers: channelsLast("nn.conv", spatial),
      featureGroupCount,
    },
  );
  return reshape(output, [...batch, ...output.shape.slice(1)]);
}
