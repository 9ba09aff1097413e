import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { gather, scatter } from "../lax/gather-scatter.ts";
import { reshape } from "../lax/movement.ts";
import { formatSpec, type Shape } from "../tensor/spec.ts";
import { type GetOptions, type Tensor, type TensorLike, type UpdateOptions } from "../tensor/tensor.ts";
import { tensorAxis } from "./axes.ts";
import { normalized, positionTensor, requireInRange } from "./index-range.ts";
import { broadcastTo } from "./movement.ts";
import { broadcastShapes, broadcastTrailing } from "./operands.ts";
import { requireOptions } from "./require-options.ts";
import { valueFor } from "./update-value.ts";

export interface TakeAlongAxisOptions extends GetOptions {
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * For each index the element at that position along the axis: what `np.argmax` or `np.argsort` point at.
 *
 * @param indices whole numbers, with as many axes as `x`; the other axes broadcast.
 * @throws IndexOutOfRangeError for an index that is known to be out of range, unless a mode is given; unseen ones, in a
 * traced tensor, are filled.
 * @example
 * ```ts
 * const x = np.array([[10, 30, 20], [60, 40, 50]]);
 * const best = np.argmax(x, { axis: 1, keepdims: true });
 * await np.takeAlongAxis(x, best, { axis: 1 }).array(); // => [[30],[60]]
 * ```
 */
export function takeAlongAxis(x: Tensor, indices: Tensor, options: TakeAlongAxisOptions = {}): Tensor {
  const operation = "np.takeAlongAxis";
  requireOptions(operation, options, "{ axis, mode, fillValue }");
  const { axis = -1, mode, fillValue } = options;
  const plan = planAlongAxis(operation, x, indices, axis, mode === undefined && fillValue === undefined);
  const { operand, place, others } = plan;
  return gather(
    operand,
    plan.vectors,
    {
      offsetDims: [],
      collapsedSliceDims: [place],
      startIndexMap: [place],
      operandBatchingDims: others,
      startIndicesBatchingDims: others,
    },
    operand.shape.map((size) => Math.min(1, size)),
    { mode: mode ?? "fill", ...(fillValue === undefined ? {} : { fillValue }) },
  );
}

export interface PutAlongAxisOptions extends UpdateOptions {
  /** Default −1, the last. */
  readonly axis?: number;
}

/**
 * A copy in which the elements that {@link takeAlongAxis} gives are replaced by `values`, which broadcast to `indices`.
 *
 * @example
 * ```ts
 * const x = np.array([[10, 30, 20], [60, 40, 50]]);
 * const best = np.argmax(x, { axis: 1, keepdims: true });
 * await np.putAlongAxis(x, best, 0, { axis: 1 }).array(); // => [[10,0,20],[0,40,50]]
 * ```
 */
export function putAlongAxis(
  x: Tensor,
  indices: Tensor,
  values: TensorLike,
  options: PutAlongAxisOptions = {},
): Tensor {
  requireOptions("np.putAlongAxis", options, "{ axis, mode }");
  const { axis = -1, mode } = options;
  const operation = "np.putAlongAxis";
  const { operand, vectors, place, others } = planAlongAxis(operation, x, indices, axis, mode === undefined);
  const shape = vectors.shape.slice(0, -1);
  const updates = valueFor(operation, x, values);
  return scatter(
    operand,
    vectors,
    broadcastTo(updates, shape),
    {
      updateWindowDims: [],
      insertedWindowDims: [place],
      scatterDimsToOperandDims: [place],
      operandBatchingDims: others,
      scatterIndicesBatchingDims: others,
    },
    { mode: mode ?? "drop" },
  );
}

interface AlongAxis {
  readonly operand: Tensor;
  /** `i32[..., 1]` */
  readonly vectors: Tensor;
  readonly place: number;
  /** The other axes. */
  readonly others: readonly number[];
}

function planAlongAxis(
  operation: string,
  x: Tensor,
  indices: Tensor,
  axis: number,
  checked: boolean,
): AlongAxis {
  const place = tensorAxis(operation, axis, x);
  const given = positionTensor(operation, indices);
  if (given.ndim !== x.ndim) {
    throw new ShapeMismatchError({
      operation,
      problem: "the indices have another number of axes",
      expected: `${x.ndim} axes, as ${formatSpec(x.spec)} has`,
      received: formatSpec(given.spec),
      hint: "Reductions keep their axis with { keepdims: true }.",
    });
  }
  const size = x.shape[place] ?? 0;
  if (checked) requireInRange(given, { operation, operand: x.spec, axis: place, size });
  const alone = (shape: Shape): number[] => shape.map((length, i) => (i === place ? 1 : length));
  const common = broadcastShapes(operation, [alone(x.shape), alone(given.shape)], [x, given]);
  const along = (tensor: Tensor): Tensor =>
    broadcastTrailing(
      tensor,
      common.map((length, i) => (i === place ? (tensor.shape[i] ?? 0) : length)),
    );
  const vectors = along(normalized(given, size));
  return {
    operand: along(x),
    vectors: reshape(vectors, [...vectors.shape, 1]),
    place,
    others: x.shape.map((_, i) => i).filter((i) => i !== place),
  };
}
