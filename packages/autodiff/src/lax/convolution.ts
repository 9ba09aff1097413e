import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bindPrimitive1 } from "../interpreters/stack.ts";
import type { PaddingPair } from "../primitive/params.ts";
import { dilated } from "../primitive/rules/window-rules.ts";
import { convGeneralDilatedP } from "../primitives/conv-general-dilated.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { channelsLast, type ConvDimensionNumbers, convSpecs } from "./conv-dimension-numbers.ts";
import { rev, transpose } from "./movement.ts";
import { paddingPairs, reaches, requirePaddingName, type WindowPadding } from "./window-padding.ts";

export interface ConvOptions {
  /** How far the window moves along each spatial axis. */
  readonly windowStrides: readonly number[];
  readonly padding: WindowPadding;
}

export interface ConvGeneralOptions extends ConvOptions {
  /** The distance at which elements of `lhs` are set, with zeros between them. Default 1. */
  readonly lhsDilation?: readonly number[] | undefined;
  /** The same of `rhs`. Default 1. */
  readonly rhsDilation?: readonly number[] | undefined;
  /** Default `["NCHW", "OIHW", "NCHW"]`, with as many spatial axes as there are. */
  readonly dimensionNumbers?: ConvDimensionNumbers | undefined;
  /** Default 1. As many as there are features in `lhs` is a depthwise convolution. */
  readonly featureGroupCount?: number;
  /** Default 1. */
  readonly batchGroupCount?: number;
}

export interface ConvTransposeOptions {
  /** How many elements of the result one element of `lhs` moves along each spatial axis. */
  readonly strides: readonly number[];
  /** `"SAME"` and `"VALID"` are those of the convolution this is the transpose of; pairs pad the dilated `lhs`. */
  readonly padding: "SAME" | "VALID" | readonly PaddingPair[];
  readonly rhsDilation?: readonly number[] | undefined;
  /** Default: features last, `["NHWC", "HWIO", "NHWC"]` for two spatial axes. */
  readonly dimensionNumbers?: ConvDimensionNumbers | undefined;
  /** Reverses `rhs` and exchanges its features: the gradient of a convolution with that `rhs`. Default `false`. */
  readonly transposeKernel?: boolean;
  /** Whether pairs, too, are those of the convolution this is the transpose of. Default `false`. */
  readonly useConsistentPadding?: boolean;
}

/**
 * A convolution as neural networks call it (a cross-correlation: no window is reversed), over any number of spatial
 * axes.
 *
 * @param lhs batch, feature and spatial axes, in the order of `dimensionNumbers[0]`.
 * @param rhs the window: output feature, input feature and spatial axes, in the order of `dimensionNumbers[1]`.
 * @throws ShapeMismatchError, ArgumentInvalidError
 * @example
 * ```ts
 * const x = np.array([1, 2, 3, 4]).reshape([1, 4, 1]);
 * const w = np.array([1, 1]).reshape([2, 1, 1]);
 * const y = lax.convGeneralDilated(x, w, {
 *   windowStrides: [1],
 *   padding: "VALID",
 *   dimensionNumbers: ["NHC", "HIO", "NHC"],
 * });
 * await y.ravel().array(); // => [3,5,7]
 * ```
 */
export function convGeneralDilated(lhs: Tensor, rhs: Tensor, options: ConvGeneralOptions): Tensor {
  const { windowStrides, padding, dimensionNumbers, featureGroupCount = 1, batchGroupCount = 1 } = options;
  const specs = convSpecs("lax.convGeneralDilated", dimensionNumbers, lhs.ndim);
  const spatial = specs.lhsSpec.slice(2);
  const lhsDilation = options.lhsDilation ?? spatial.map(() => 1);
  const rhsDilation = options.rhsDilation ?? spatial.map(() => 1);
  if (typeof padding === "string" && padding !== "VALID" && lhsDilation.some((step) => step !== 1)) {
    throw new ArgumentInvalidError({
      operation: "lax.convGeneralDilated",
      problem: `padding ${JSON.stringify(padding)} of a dilated lhs has no meaning`,
      expected: "pairs [low, high]",
      received: `lhsDilation [${lhsDilation.join(",")}]`,
      hint: "lax.convTranspose finds the padding of a transposed convolution.",
    });
  }
  const sizesOf = (x: Tensor, axes: readonly number[]): number[] => axes.map((axis) => x.shape[axis] ?? 0);
  const window = reaches(sizesOf(rhs, specs.rhsSpec.slice(2)), rhsDilation);
  return bindPrimitive1(convGeneralDilatedP, [lhs, rhs], {
    ...specs,
    windowStrides,
    padding: paddingPairs("lax.convGeneralDilated", padding, sizesOf(lhs, spatial), window, windowStrides),
    lhsDilation,
    rhsDilation,
    featureGroupCount,
    batchGroupCount,
  });
}

/**
 * {@link convGeneralDilated} without dilation and groups, in the layout `NCHW`, `OIHW`, `NCHW`.
 *
 * @example
 * ```ts
 * const image = np.arange(9).reshape([1, 1, 3, 3]).astype("float32");
 * const kernel = np.ones([1, 1, 2, 2]);
 * await lax.conv(image, kernel, { windowStrides: [1, 1], padding: "VALID" }).array(); // => [[[[8,12],[20,24]]]]
 * ```
 */
export function conv(lhs: Tensor, rhs: Tensor, { windowStrides, padding }: ConvOptions): Tensor {
  return convGeneralDilated(lhs, rhs, { windowStrides, padding });
}

/**
 * A convolution that makes sizes larger by its strides ("deconvolution"): each element of `lhs` lays a multiple of
 * the window on the result.
 *
 * @example
 * ```ts
 * const x = np.array([1, 2]).reshape([1, 2, 1]);
 * const w = np.array([1, 10]).reshape([2, 1, 1]);
 * await lax.convTranspose(x, w, { strides: [2], padding: "VALID" }).ravel().array(); // => [10,1,20,2]
 * ```
 */
export function convTranspose(lhs: Tensor, rhs: Tensor, options: ConvTransposeOptions): Tensor {
  const { strides, padding, transposeKernel = false, useConsistentPadding = false } = options;
  const operation = "lax.convTranspose";
  const dimensionNumbers = options.dimensionNumbers ?? channelsLast(operation, lhs.ndim - 2);
  const specs = convSpecs(operation, dimensionNumbers, lhs.ndim);
  const window = specs.rhsSpec.slice(2);
  const rhsDilation = options.rhsDilation ?? window.map(() => 1);
  if (typeof padding === "string") requirePaddingName(operation, padding, ["VALID", "SAME"]);
  return convGeneralDilated(lhs, transposeKernel ? transposedKernel(rhs, specs.rhsSpec) : rhs, {
    windowStrides: window.map(() => 1),
    padding:
      typeof padding === "string" || useConsistentPadding
        ? window.map((axis, i) =>
            transposePadding(
              dilated(rhs.shape[axis] ?? 0, rhsDilation[i] ?? 1),
              strides[i] ?? 1,
              typeof padding === "string" ? padding : (padding[i] ?? [0, 0]),
            ),
          )
        : padding,
    lhsDilation: strides,
    rhsDilation,
    dimensionNumbers: specs,
  });
}

function transposedKernel(rhs: Tensor, [outputs, inputs, ...window]: readonly number[]): Tensor {
  const axes = rhs.shape.map((_, axis) => (axis === outputs ? inputs : axis === inputs ? outputs : axis));
  return transpose(
    rev(rhs, window),
    axes.map((axis) => axis ?? 0),
  );
}

/** What the dilated operand is padded with, so that its size is that before a convolution of this padding. */
function transposePadding(
  window: number,
  stride: number,
  padding: "SAME" | "VALID" | PaddingPair,
): PaddingPair {
  if (typeof padding !== "string") return [window - padding[0] - 1, window - padding[1] - 1];
  const total = window + stride - 2 + (padding === "VALID" ? Math.max(window - stride, 0) : 0);
  const before = padding === "VALID" || stride > window - 1 ? window - 1 : Math.ceil(total / 2);
  return [before, total - before];
}
