import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { foriLoop } from "../../lax/control/fori-loop.ts";
import { full } from "../../lax/creation.ts";
import { dynamicSlice, dynamicUpdateSlice } from "../../lax/dynamic-slice.ts";
import * as lax from "../../lax/elementwise.ts";
import { reshape } from "../../lax/movement.ts";
import { normalizeAxis } from "../../np/axes.ts";
import { norm } from "../../np/linalg/norm.ts";
import { moveaxis, transpose } from "../../np/movement.ts";
import { pad } from "../../np/padding.ts";
import { matmul } from "../../np/products.ts";
import { normal } from "../../random/random.ts";
import { formatSpec, type Shape, sizeOf } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type Initializer, initializerOf, requireFinite } from "./initializer.ts";
import { requireOptions } from "../../np/require-options.ts";

export interface OrthogonalOptions {
  /** A factor of all. Default 1. */
  readonly scale?: number;
  /** The axis of the columns; the others together are the rows. Default −1. */
  readonly columnAxis?: number;
}

/**
 * A random matrix whose columns (or rows, if there are fewer of them) are orthogonal and of length `scale`; uniformly
 * distributed among these (Saxe et al. 2014). As in JAX, up to rounding.
 *
 * @throws ArgumentInvalidError for a scale that is not finite. When called: ShapeMismatchError for fewer than two axes.
 * @example
 * ```ts
 * const q = nn.initializers.orthogonal()(random.key(0), [3, 3]);
 * (await np.abs(np.dot(q.transpose(), q).sub(np.eye(3))).max().item()) < 1e-6; // => true
 * ```
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  requireOptions("nn.initializers.orthogonal", options, "{ scale, columnAxis }");
  const { scale = 1, columnAxis = -1 } = options;
  const operation = "nn.initializers.orthogonal";
  requireFinite(operation, "scale", scale);
  return initializerOf(operation, (key, shape) => orthogonalOf(operation, key, shape, scale, columnAxis));
}

function orthogonalOf(
  operation: string,
  key: Tensor,
  shape: Shape,
  scale: number,
  columnAxis: number,
): Tensor {
  requireAxes(operation, shape, shape.length >= 2, "at least two axes");
  const values = full(shape, 0, "float32");
  const axis = normalizeAxis(operation, columnAxis, shape.length, values);
  const columns = shape[axis] ?? 0;
  if (columns === 0 || values.size === 0) return values;
  const rows = values.size / columns;
  const tall = orthonormalColumns(normal(key, [Math.max(rows, columns), Math.min(rows, columns)]));
  const matrix = rows < columns ? transpose(tall) : tall;
  const placed = moveaxis(reshape(matrix, [...shape.toSpliced(axis, 1), columns]), -1, axis);
  return lax.mul(placed, full(placed.shape, scale, placed.dtype));
}

/**
 * The `Q` of `A = Q·R` with a positive diagonal of `R`, by classical Gram–Schmidt. Each column is made orthogonal to those
 * before it twice, which is enough to make it so up to rounding (Giraud et al. 2005).
 *
 * @param a `f32[rows,columns]`, not more columns than rows.
 */
function orthonormalColumns(a: Tensor): Tensor {
  const [rows = 0, columns = 0] = a.shape;
  const vectors = transpose(a);
  const start = full([columns, rows], 0, a.dtype);
  const q = foriLoop(
    0,
    columns,
    (i, done) => {
      const zero = lax.sub(i, i);
      // What is not done yet is zero, and takes nothing away.
      const projected = (v: Tensor): Tensor => lax.sub(v, matmul(matmul(v, transpose(done)), done));
      const rest = projected(projected(dynamicSlice(vectors, [i, zero], [1, rows])));
      const length = norm(rest, { axis: 1, keepdims: true });
      return dynamicUpdateSlice(done, rest.div(length), [i, zero]);
    },
    start,
  );
  return transpose(q);
}

/**
 * For convolutions: an orthogonal matrix at the centre of the window, else 0, so that the layer keeps lengths (Xiao et al.
 * 2018). As in JAX, up to rounding.
 *
 * @throws ArgumentInvalidError for a scale that is not finite. When called: ShapeMismatchError unless the shape is
 *   `[...window, in, out]` with a window of one to three axes and in ≤ out.
 * @example
 * ```ts
 * const filter = nn.initializers.deltaOrthogonal()(random.key(0), [3, 2, 2]);
 * await np.square(filter).sum({ axis: [1, 2] }).array(); // => [0,2,0]
 * ```
 */
export function deltaOrthogonal(options: OrthogonalOptions = {}): Initializer {
  requireOptions("nn.initializers.deltaOrthogonal", options, "{ scale, columnAxis }");
  const { scale = 1, columnAxis = -1 } = options;
  const operation = "nn.initializers.deltaOrthogonal";
  requireFinite(operation, "scale", scale);
  return initializerOf(operation, (key, shape) => {
    const [inputs = 0, outputs = 0] = shape.slice(-2);
    const fits = shape.length >= 3 && shape.length <= 5 && inputs <= outputs;
    requireAxes(
      operation,
      shape,
      fits,
      "[...window, in, out] with one to three axes of a window and in ≤ out",
    );
    const window = shape.slice(0, -2);
    if (sizeOf(shape) === 0) return full(shape, 0, "float32");
    const matrix = orthogonalOf(operation, key, [inputs, outputs], scale, columnAxis);
    const center = reshape(matrix, [...window.map(() => 1), inputs, outputs]);
    const widths = window.map(
      (size) => [Math.floor((size - 1) / 2), size - 1 - Math.floor((size - 1) / 2)] as const,
    );
    return pad(center, [...widths, [0, 0], [0, 0]]);
  });
}

function requireAxes(operation: string, shape: Shape, fits: boolean, expected: string): void {
  if (fits) return;
  throw new ShapeMismatchError({
    operation,
    problem: "the shape does not fit",
    expected,
    received: formatSpec({ shape, dtype: "float32" }),
  });
}
