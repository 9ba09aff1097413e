import { ArgumentInvalidError, DTypeMismatchError, ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { formatSpec, type Shape, type TensorSpec } from "../../tensor/spec.ts";
import type { ConvGeneralDilatedParams } from "../params.ts";
import { listSpecs, requireAxes } from "./spec-rules.ts";
import { dilated, requirePadding, requirePerAxis, windowCount } from "./window-rules.ts";

const NAME = "convGeneralDilated";

/** The sizes of some axes. */
export function sizesAt(shape: Shape, axes: readonly number[]): number[] {
  return axes.map((axis) => shape[axis]!);
}

/** The shape of a convolution, whose operands and parameters are checked. */
export function convolutionShape(lhs: TensorSpec, rhs: TensorSpec, params: ConvGeneralDilatedParams): Shape {
  requireLayouts(lhs, rhs, params);
  const { lhsSpec, rhsSpec, outSpec, windowStrides, padding, lhsDilation, rhsDilation } = params;
  const spatial = lhs.shape.length - 2;
  requirePerAxis(NAME, "windowStrides", windowStrides, spatial, 1, lhs);
  requirePerAxis(NAME, "lhsDilation", lhsDilation, spatial, 1, lhs);
  requirePerAxis(NAME, "rhsDilation", rhsDilation, spatial, 1, rhs);
  const [batch, ...sizes] = sizesAt(lhs.shape, [lhsSpec[0]!, ...lhsSpec.slice(2)]);
  const base = sizes.map((size, i) => dilated(size, lhsDilation[i]!));
  requirePadding(NAME, padding, base, lhs);
  requireGroups(lhs, rhs, params);

  const counts = sizesAt(rhs.shape, rhsSpec.slice(2)).map((size, i) => {
    const [low, high] = padding[i]!;
    return windowCount(low + base[i]! + high, dilated(size, rhsDilation[i]!), windowStrides[i]!);
  });
  const canonical = [batch! / params.batchGroupCount, rhs.shape[rhsSpec[0]!]!, ...counts];
  return outSpec.map((_, axis) => canonical[outSpec.indexOf(axis)]!);
}

function requireLayouts(
  lhs: TensorSpec,
  rhs: TensorSpec,
  { lhsSpec, rhsSpec, outSpec }: ConvGeneralDilatedParams,
): void {
  const rank = lhs.shape.length;
  if (rhs.shape.length !== rank || rank < 2) {
    throw new ShapeMismatchError({
      operation: NAME,
      problem: "the operands do not fit",
      expected:
        "lhs and rhs of one rank: batch, feature and spatial axes; output feature, input feature and as many spatial axes",
      received: listSpecs([lhs, rhs]),
    });
  }
  if (lhs.dtype !== rhs.dtype) {
    throw new DTypeMismatchError({
      operation: NAME,
      problem: "operands differ in dtype",
      expected: "one dtype",
      received: listSpecs([lhs, rhs]),
      hint: "nn.conv promotes, lax does not.",
    });
  }
  for (const [what, spec] of Object.entries({ lhsSpec, rhsSpec, outSpec })) {
    requireAxes(NAME, what, spec, rank);
    if (spec.length === rank) continue;
    throw new ArgumentInvalidError({
      operation: NAME,
      problem: `${what} does not name every axis`,
      expected: `${rank} axes`,
      received: `[${spec.join(",")}]`,
    });
  }
}

function requireGroups(lhs: TensorSpec, rhs: TensorSpec, params: ConvGeneralDilatedParams): void {
  const { lhsSpec, rhsSpec, featureGroupCount, batchGroupCount } = params;
  const [batch, features] = sizesAt(lhs.shape, lhsSpec);
  const [outputs, inputs] = sizesAt(rhs.shape, rhsSpec);
  const counts = { featureGroupCount, batchGroupCount };
  for (const [what, count] of Object.entries(counts)) {
    if (Number.isInteger(count) && count >= 1) continue;
    throw new ArgumentInvalidError({
      operation: NAME,
      problem: `${what} is not a count`,
      expected: "a whole number ≥ 1",
      received: String(count),
    });
  }
  if (featureGroupCount > 1 && batchGroupCount > 1) {
    throw new ArgumentInvalidError({
      operation: NAME,
      problem: "two kinds of groups",
      expected: "featureGroupCount or batchGroupCount to be 1",
      received: `${featureGroupCount} and ${batchGroupCount}`,
    });
  }
  const divided = (what: string, size: number, count: number, spec: TensorSpec): void => {
    if (size % count === 0) return;
    throw new ShapeMismatchError({
      operation: NAME,
      problem: `the groups do not divide the ${what}`,
      expected: `a multiple of ${count}`,
      received: `${size} in ${formatSpec(spec)}`,
    });
  };
  divided("features of lhs", features!, featureGroupCount, lhs);
  divided("batch of lhs", batch!, batchGroupCount, lhs);
  divided("output features of rhs", outputs!, featureGroupCount * batchGroupCount, rhs);
  if (inputs! * featureGroupCount === features!) return;
  const swapped = outputs! * featureGroupCount === features!;
  throw new ShapeMismatchError({
    operation: NAME,
    problem: "input features differ",
    expected: `${features! / featureGroupCount} input features in rhs${featureGroupCount > 1 ? `, the ${features} of lhs in ${featureGroupCount} groups` : ", as lhs has"}`,
    received: `${inputs} in ${formatSpec(rhs)} for ${formatSpec(lhs)}`,
    hint: swapped
      ? "Are the input and output features of rhs exchanged in dimensionNumbers?"
      : `dimensionNumbers say that the features are axis ${lhsSpec[1]} of lhs and axis ${rhsSpec[1]} of rhs.`,
  });
}
