import { bindPrimitive1 } from "../../interpreters/stack.ts";
import { zerosOf } from "../../lax/creation.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { ConvGeneralDilatedParams } from "../params.ts";
import type { BatchResult, BatchRule } from "../primitive.ts";
import { convolutionShape } from "./convolution-shape.ts";
import { mergeAxisInto, splitAxis } from "./merge-axes.ts";
import { without } from "./spec-rules.ts";

/** Mapped axes become part of the batch, of the features, or more groups, so that one convolution does it all. */
export const batchConvolution: BatchRule<ConvGeneralDilatedParams> = (
  [lhs, rhs],
  [lhsAxis, rhsAxis],
  params,
  size,
  primitive,
) => {
  if (size === 0) return noExamples(lhs, rhs, lhsAxis, rhsAxis, params);
  const convolution: Convolution = (x, w, options) => bindPrimitive1(primitive, [x, w], options);
  if (lhsAxis !== null && rhsAxis !== null) {
    return batchBoth(convolution, lhs, rhs, lhsAxis, rhsAxis, params, size);
  }
  if (lhsAxis !== null) return batchLhs(convolution, lhs, rhs, lhsAxis, params, size);
  return batchRhs(convolution, lhs, rhs, rhsAxis!, params, size);
};

type Convolution = (lhs: Tensor, rhs: Tensor, params: ConvGeneralDilatedParams) => Tensor;

/** Each example is a group of its own. */
function batchBoth(
  convolution: Convolution,
  lhs: Tensor,
  rhs: Tensor,
  lhsAxis: number,
  rhsAxis: number,
  params: ConvGeneralDilatedParams,
  size: number,
): BatchResult {
  const { lhsSpec, rhsSpec, outSpec, featureGroupCount, batchGroupCount } = params;
  const inBatch = batchGroupCount > 1;
  const output = convolution(
    mergeAxisInto(lhs, lhsAxis, lhsSpec[inBatch ? 0 : 1]!),
    mergeAxisInto(rhs, rhsAxis, rhsSpec[0]!),
    {
      ...params,
      featureGroupCount: inBatch ? featureGroupCount : featureGroupCount * size,
      batchGroupCount: inBatch ? batchGroupCount * size : batchGroupCount,
    },
  );
  return { outputs: [splitAxis(output, outSpec[1]!, size)], axes: [outSpec[1]!] };
}

/** The examples are part of the batch, inside of its groups. */
function batchLhs(
  convolution: Convolution,
  lhs: Tensor,
  rhs: Tensor,
  axis: number,
  params: ConvGeneralDilatedParams,
  size: number,
): BatchResult {
  const batch = params.lhsSpec[0]!;
  const outBatch = params.outSpec[0]!;
  const groups = params.batchGroupCount;
  const merged = groups === 1 ? mergeAxisInto(lhs, axis, batch) : mergeInsideGroups(lhs, axis, batch, groups);
  const output = convolution(merged, rhs, params);
  return { outputs: [splitAxis(output, outBatch, size)], axes: [outBatch] };
}

/** The examples are part of the output features, inside of their groups. */
function batchRhs(
  convolution: Convolution,
  lhs: Tensor,
  rhs: Tensor,
  axis: number,
  params: ConvGeneralDilatedParams,
  size: number,
): BatchResult {
  const outputs = params.rhsSpec[0]!;
  const feature = params.outSpec[1]!;
  const groups = params.featureGroupCount * params.batchGroupCount;
  if (groups === 1) {
    const output = convolution(lhs, mergeAxisInto(rhs, axis, outputs), params);
    return { outputs: [splitAxis(output, feature, size)], axes: [feature] };
  }
  const output = convolution(lhs, mergeInsideGroups(rhs, axis, outputs, groups), params);
  // [groups · size · rest] → [size, groups · rest]
  const parts = splitAxis(splitAxis(output, feature, groups), feature + 1, size);
  return { outputs: [mergeAxisInto(parts, feature, feature + 1)], axes: [feature] };
}

/** An axis becomes part of another, slower than the rest of it but inside of its groups. */
function mergeInsideGroups(x: Tensor, axis: number, into: number, groups: number): Tensor {
  const target = into + (axis <= into ? 1 : 0);
  const grouped = splitAxis(x, target, groups);
  const moved = axis + (target < axis ? 1 : 0);
  // The axes are now [… groups, rest …]: merge into the rest, then the groups into that.
  return mergeAxisInto(mergeAxisInto(grouped, moved, into + 1), into, into);
}

function noExamples(
  lhs: Tensor,
  rhs: Tensor,
  lhsAxis: number | null,
  rhsAxis: number | null,
  params: ConvGeneralDilatedParams,
): BatchResult {
  const one = ({ shape, dtype }: Tensor, axis: number | null): Tensor["spec"] => ({
    shape: axis === null ? shape : without(shape, [axis]),
    dtype,
  });
  const shape = convolutionShape(one(lhs, lhsAxis), one(rhs, rhsAxis), params);
  return { outputs: [zerosOf({ shape: [0, ...shape], dtype: lhs.dtype })], axes: [0] };
}
