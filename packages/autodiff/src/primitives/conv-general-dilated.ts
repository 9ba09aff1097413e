import { bindPrimitive1 } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { rev } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { ConvGeneralDilatedParams, PaddingPair } from "../primitive/params.ts";
import { batchConvolution } from "../primitive/rules/batch-convolution.ts";
import { convolutionShape, sizesAt } from "../primitive/rules/convolution-shape.ts";
import { bilinear } from "../primitive/rules/jvp-rules.ts";
import { mergeAxisInto, splitAxis } from "../primitive/rules/merge-axes.ts";
import { NUMBERS, requireDType } from "../primitive/rules/spec-rules.ts";
import { known, transposeEach } from "../primitive/rules/transpose-rules.ts";
import { dilated, transposedPadding } from "../primitive/rules/window-rules.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

// d(x ∗ y) = dx ∗ y + x ∗ dy
export const convGeneralDilatedP: PrimitiveOf<"convGeneralDilated"> = {
  name: "convGeneralDilated",
  kind: "contraction",
  spec([lhs, rhs], params) {
    requireDType("convGeneralDilated", lhs, NUMBERS);
    return [{ shape: convolutionShape(lhs, rhs, params), dtype: lhs.dtype }];
  },
  jvp: bilinear,
  transpose: transposeEach(
    (ct, operands, params) => cotangentOfLhs(ct, operands[0].spec, known(operands, 1), params),
    (ct, operands, params) => cotangentOfRhs(ct, known(operands, 0), operands[1].spec, params),
  ),
  batch: batchConvolution,
};

/** The axes of a layout with batch and feature (or output and input feature) exchanged. */
function exchanged([first, second, ...spatial]: readonly number[]): number[] {
  return [second!, first!, ...spatial];
}

/*
 * Without the spatial axes, and with g groups, a convolution contracts [m, g·j] with [j, g·k] to [m, g·k]
 * (features in groups) or [g·m, j] with [j, g·k] to [m, g·k] (the batch in groups). Its transposes contract
 *   [m, g·k] with [k, g·j] to [m, g·j]   and   [g·j, m] with [m, g·k] to [j, g·k],
 *   [m, g·k] with [k, g·j] to [m, g·j], where g is then moved to the batch,   and   [j, g·m] with [m, g·k] to [j, g·k]
 * and so are convolutions themselves, with the two kinds of groups exchanged for rhs.
 */

/** The cotangent, dilated by the strides, under the reversed window. */
function cotangentOfLhs(ct: Tensor, lhs: TensorSpec, rhs: Tensor, params: ConvGeneralDilatedParams): Tensor {
  const { lhsSpec, rhsSpec, outSpec, windowStrides, lhsDilation, rhsDilation } = params;
  const groups = params.featureGroupCount * params.batchGroupCount;
  const [outputs, inputs, ...window] = rhsSpec;
  const regrouped = groups === 1 ? rhs : mergeAxisInto(splitAxis(rhs, outputs!, groups), outputs!, inputs!);
  const sizes = sizesAt(lhs.shape, lhsSpec.slice(2));
  const counts = sizesAt(ct.shape, outSpec.slice(2));
  const result = bindPrimitive1(convGeneralDilatedP, [ct, rev(regrouped, window)], {
    windowStrides: lhsDilation,
    padding: sizesAt(rhs.shape, window).map((size, i) =>
      transposedPadding(sizes[i]!, size, counts[i]!, axisOf(params, i)),
    ),
    lhsDilation: windowStrides,
    rhsDilation,
    lhsSpec: outSpec,
    rhsSpec: exchanged(rhsSpec),
    outSpec: lhsSpec,
    featureGroupCount: groups,
    batchGroupCount: 1,
  });
  if (params.batchGroupCount === 1) return result;
  const [batch, features] = lhsSpec;
  return mergeAxisInto(splitAxis(result, features!, groups), features!, batch!);
}

/** `lhs` under the cotangent as the window, dilated by the strides. */
function cotangentOfRhs(ct: Tensor, lhs: Tensor, rhs: TensorSpec, params: ConvGeneralDilatedParams): Tensor {
  // A window of no elements would fit once more often than there are elements.
  if (ct.size === 0) return zerosOf(rhs);
  const { lhsSpec, rhsSpec, outSpec, windowStrides, lhsDilation, rhsDilation } = params;
  const sizes = sizesAt(lhs.shape, lhsSpec.slice(2));
  const counts = sizesAt(ct.shape, outSpec.slice(2));
  return bindPrimitive1(convGeneralDilatedP, [lhs, ct], {
    windowStrides: rhsDilation,
    padding: sizesAt(rhs.shape, rhsSpec.slice(2)).map((size, i): PaddingPair => {
      const { low, stride, baseDilation, windowDilation } = axisOf(params, i);
      const reach = dilated(counts[i]!, stride) + dilated(size, windowDilation) - 1;
      return [low, reach - dilated(sizes[i]!, baseDilation) - low];
    }),
    lhsDilation,
    rhsDilation: windowStrides,
    lhsSpec: exchanged(lhsSpec),
    rhsSpec: exchanged(outSpec),
    outSpec: exchanged(rhsSpec),
    featureGroupCount: params.batchGroupCount,
    batchGroupCount: params.featureGroupCount,
  });
}

function axisOf(
  params: ConvGeneralDilatedParams,
  i: number,
): { low: number; stride: number; baseDilation: number; windowDilation: number } {
  return {
    low: params.padding[i]![0],
    stride: params.windowStrides[i]!,
    baseDilation: params.lhsDilation[i]!,
    windowDilation: params.rhsDilation[i]!,
  };
}
