import { applied, madeBy } from "../primitive/rewrite.ts";
import type { RewriteView } from "../primitive/primitive.ts";
import type { Value } from "../primitive/primitive.ts";
import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { dotGeneral } from "../lax/dot-general.ts";
import { transpose } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { DotGeneralParams } from "../primitive/params.ts";
import { shifted, toFront } from "../primitive/rules/batch-rules.ts";
import { bilinear } from "../primitive/rules/jvp-rules.ts";
import { listSpecs, NUMBERS, requireAxes, requireDType, without } from "../primitive/rules/spec-rules.ts";
import { known, transposeEach } from "../primitive/rules/transpose-rules.ts";
import { sizeOf } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

// d(x·y) = dx·y + x·dy
export const dotGeneralP: PrimitiveOf<"dotGeneral"> = {
  name: "dotGeneral",
  kind: "contraction",
  spec([lhs, rhs], params) {
    const { lhsContracting, rhsContracting, lhsBatch, rhsBatch } = params;
    const [x, y] = [lhs, rhs];
    requireDType("dotGeneral", x, NUMBERS);
    requireAxes("dotGeneral", "lhs axes", [...lhsContracting, ...lhsBatch], x.shape.length);
    requireAxes("dotGeneral", "rhs axes", [...rhsContracting, ...rhsBatch], y.shape.length);
    const pairs = (a: readonly number[], b: readonly number[]): boolean =>
      a.length === b.length && a.every((axis, i) => x.shape[axis] === y.shape[b[i]!]);
    if (x.dtype !== y.dtype || !pairs(lhsContracting, rhsContracting) || !pairs(lhsBatch, rhsBatch)) {
      throw new ShapeMismatchError({
        operation: "dotGeneral",
        problem: "the operands do not fit",
        expected: `one dtype; lhs axes [${lhsContracting.join(",")}] and [${lhsBatch.join(",")}] as long as rhs axes [${rhsContracting.join(",")}] and [${rhsBatch.join(",")}]`,
        received: listSpecs([x, y]),
      });
    }
    const shape = [
      ...lhsBatch.map((axis) => x.shape[axis]!),
      ...without(x.shape, [...lhsContracting, ...lhsBatch]),
      ...without(y.shape, [...rhsContracting, ...rhsBatch]),
    ];
    return [{ shape, dtype: x.dtype }];
  },
  // One multiplication and one addition for each term.
  flops([x, y], { rhsContracting, rhsBatch }) {
    const free = without(y.shape, [...rhsContracting, ...rhsBatch]);
    return 2 * sizeOf(x.shape) * sizeOf(free);
  },
  jvp: bilinear,
  transpose: transposeEach(
    (ct, operands, params) => cotangentOfLeft(ct, operands[0].spec.shape, known(operands, 1), params, false),
    (ct, operands, params) =>
      cotangentOfLeft(ct, operands[1].spec.shape, known(operands, 0), mirrored(params), true),
  ),
  batch([x, y], [xAxis, yAxis], params) {
    const { lhsContracting, rhsContracting, lhsBatch, rhsBatch } = params;
    const lhs = toFront(x, xAxis);
    const rhs = toFront(y, yAxis);
    const left = xAxis === null ? (axes: readonly number[]) => axes : shifted;
    const right = yAxis === null ? (axes: readonly number[]) => axes : shifted;
    const both = xAxis !== null && yAxis !== null;
    const output = dotGeneral(lhs, rhs, [
      [left(lhsContracting), right(rhsContracting)],
      [
        [...(both ? [0] : []), ...left(lhsBatch)],
        [...(both ? [0] : []), ...right(rhsBatch)],
      ],
    ]);
    // A mapped axis of one side alone is the first free axis of that side.
    const freeOfLeft = x.ndim - (xAxis === null ? 0 : 1) - lhsContracting.length - lhsBatch.length;
    const alone = xAxis === null ? lhsBatch.length + freeOfLeft : lhsBatch.length;
    return { outputs: [output], axes: [both ? 0 : alone] };
  },
  // A product reads its operands along any axes: a transpose in front of it only renames them.
  simplify([x, y], params, view) {
    const left = untransposed(x, [...params.lhsContracting, ...params.lhsBatch], view);
    const right = untransposed(y, [...params.rhsContracting, ...params.rhsBatch], view);
    if (!left && !right) return null;
    const renamed = (axes: readonly number[], side: Untransposed | null): readonly number[] =>
      side ? axes.map((axis) => side.permutation[axis]!) : axes;
    return applied("dotGeneral", [left?.input ?? x, right?.input ?? y], {
      lhsContracting: renamed(params.lhsContracting, left),
      rhsContracting: renamed(params.rhsContracting, right),
      lhsBatch: renamed(params.lhsBatch, left),
      rhsBatch: renamed(params.rhsBatch, right),
    });
  },
};

function mirrored(params: DotGeneralParams): DotGeneralParams {
  return {
    lhsContracting: params.rhsContracting,
    rhsContracting: params.lhsContracting,
    lhsBatch: params.rhsBatch,
    rhsBatch: params.lhsBatch,
  };
}

/**
 * The cotangent of one operand ("left"): the result's cotangent contracted with the other operand over that one's
 * free axes. `swapped` says that "left" stood on the right. The factors keep the order of the product, so that
 * for matrices nothing has to be transposed: dx = ct·yᵀ, dy = xᵀ·ct.
 */
function cotangentOfLeft(
  ct: Tensor,
  leftShape: readonly number[],
  right: Tensor,
  { lhsContracting, rhsContracting, lhsBatch, rhsBatch }: DotGeneralParams,
  swapped: boolean,
): Tensor {
  const axesOf = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);
  const leftFree = without(axesOf(leftShape.length), [...lhsContracting, ...lhsBatch]);
  const rightFree = without(axesOf(right.ndim), [...rhsContracting, ...rhsBatch]);
  const batch = axesOf(lhsBatch.length);
  const rightFreeInResult = rightFree.map((_, i) => batch.length + (swapped ? 0 : leftFree.length) + i);
  // The axes of "left" that were contracted, in the order they have in `right`.
  const contracted = lhsContracting
    .map((axis, i) => ({ axis, order: rhsContracting[i]! }))
    .sort((a, b) => a.order - b.order)
    .map(({ axis }) => axis);
  const product = swapped
    ? dotGeneral(right, ct, [
        [rightFree, rightFreeInResult],
        [rhsBatch, batch],
      ])
    : dotGeneral(ct, right, [
        [rightFreeInResult, rightFree],
        [batch, rhsBatch],
      ]);
  const axisInLeft = [
    ...lhsBatch,
    ...(swapped ? [...contracted, ...leftFree] : [...leftFree, ...contracted]),
  ];
  return transpose(
    product,
    axesOf(leftShape.length).map((axis) => axisInLeft.indexOf(axis)),
  );
}

interface Untransposed {
  readonly input: Value;
  readonly permutation: readonly number[];
}

/** The operand before its transpose, if the free axes, whose order is that of the result, keep their order. */
function untransposed(operand: Value, named: readonly number[], view: RewriteView): Untransposed | null {
  const inner = madeBy(view, operand, "transpose");
  if (!inner) return null;
  const { permutation } = inner.params;
  const free = without(permutation, named);
  if (!free.every((axis, i) => i === 0 || axis > free[i - 1]!)) return null;
  return { input: inner.input, permutation };
}
