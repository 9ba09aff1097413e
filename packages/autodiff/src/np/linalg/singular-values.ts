import { foriLoop } from "../../lax/control/fori-loop.ts";
import { constant, full, zerosOf } from "../../lax/creation.ts";
import * as lax from "../../lax/elementwise.ts";
import { rsqrt } from "../../lax/roots.ts";
import { concatenate, pad } from "../../lax/movement.ts";
import { reduceSum } from "../../lax/reduction.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { customJvp } from "../../transform/custom-jvp.ts";
import { eye } from "../creation.ts";
import { einsum } from "../einsum.ts";
import { broadcastTo, expandDims, swapaxes } from "../movement.ts";
import { part } from "../part.ts";
import { sort } from "../sorting.ts";
import { matricesOf } from "./matrices.ts";

/**
 * The singular values of each matrix, the largest first: `f32[...batch, min(m, n)]`.
 *
 * By Jacobi's method, one-sided; meant for matrices of up to some hundred rows or columns.
 *
 * @param x `f32[...batch, m, n]`.
 * @throws ShapeMismatchError for a tensor without two axes.
 * @see Hestenes (1958), Inversion of matrices by biorthogonalization and related results.
 * @example
 * ```ts
 * await np.linalg.svdvals(np.array([[3, 0], [0, -4]])).array(); // => [4,3]
 * ```
 */
export function svdvals(x: Tensor): Tensor {
  const { operand, rows, columns } = matricesOf("np.linalg.svdvals", x);
  const tall = rows < columns ? swapaxes(operand, -1, -2) : operand;
  const count = Math.min(rows, columns);
  if (tall.size === 0) return full([...operand.shape.slice(0, -2), count], 0, operand.dtype);
  const ordered = sort(values(even(tall)), { descending: true });
  return part(ordered, ordered.ndim - 1, 0, count);
}

/** With an even number of columns: one of zeros more has the singular value 0, which is the last. */
function even(x: Tensor): Tensor {
  const more = (x.shape.at(-1) ?? 0) % 2;
  return pad(
    x,
    constant(0, x.dtype),
    x.shape.map((_, axis) => [0, axis === x.ndim - 1 ? more : 0, 0] as const),
  );
}

/** In no order. dσ = uᵀ·dx·v */
const values = customJvp((x: Tensor) => lengths(orthogonalized(x).turned)).defJvp(([x], [dx]) => {
  const { turned, v } = orthogonalized(x);
  const sigma = lengths(turned);
  const zero = lax.eq(sigma, zerosOf(sigma.spec));
  const inverse = lax.div(
    full(sigma.shape, 1, sigma.dtype),
    lax.select(zero, full(sigma.shape, 1, sigma.dtype), sigma),
  );
  const u = lax.mul(turned, broadcastTo(expandDims(inverse, -2), turned.shape));
  return [sigma, einsum("...mk,...mn,...nk->...k", u, dx, v)];
});

const lengths = (x: Tensor): Tensor => lax.sqrt(reduceSum(lax.mul(x, x), [x.ndim - 2]));

/** How often each pair of columns meets: for 24 bits some six times are enough. */
const SWEEPS = 10;

/** `turned = x·v`, with columns at right angles to each other. */
function orthogonalized(x: Tensor): { readonly turned: Tensor; readonly v: Tensor } {
  const size = x.shape.at(-1) ?? 0;
  const identity = broadcastTo(eye(size, size, { dtype: x.dtype }), [...x.shape.slice(0, -2), size, size]);
  const rows = x.shape.at(-2) ?? 0;
  const both = concatenate([x, identity], x.ndim - 2);
  // All pairs of a round at once: each column on the left with the one beside it on the right.
  const start = { left: halfOf(both, 0), right: halfOf(both, 1) };
  const { left, right } = foriLoop(
    0,
    SWEEPS * (size - 1),
    (_, pairs) => seated(rotated(pairs.left, pairs.right, rows)),
    start,
  );
  const all = concatenate([left, right], x.ndim - 1);
  return { turned: rowsOf(all, 0, rows), v: rowsOf(all, rows, rows + size) };
}

interface Pairs {
  readonly left: Tensor;
  readonly right: Tensor;
}

/** Each pair turned until it is at a right angle. */
function rotated(left: Tensor, right: Tensor, rows: number): Pairs {
  const [p, q] = [rowsOf(left, 0, rows), rowsOf(right, 0, rows)];
  const product = (x: Tensor, y: Tensor): Tensor => reduceSum(lax.mul(x, y), [x.ndim - 2]);
  const [pp, qq, pq] = [product(p, p), product(q, q), product(p, q)];
  const [one, zero] = [full(pq.shape, 1, pq.dtype), zerosOf(pq.spec)];
  const done = lax.eq(pq, zero);
  const zeta = lax.div(lax.sub(qq, pp), lax.select(done, one, lax.add(pq, pq)));
  const sign = lax.select(lax.lt(zeta, zero), lax.neg(one), one);
  // √(1 + ζ²) without overflow of the square: beyond 2³⁰ it is |ζ|.
  const size = lax.abs(zeta);
  const far = lax.gt(size, full(size.shape, 2 ** 30, size.dtype));
  const near = lax.select(far, one, size);
  const root = lax.select(far, size, lax.sqrt(lax.add(one, lax.mul(near, near))));
  const tangent = lax.select(done, zero, lax.div(sign, lax.add(size, root)));
  const cosine = rsqrt(lax.add(one, lax.mul(tangent, tangent)));
  const sine = lax.mul(cosine, tangent);
  const times = (x: Tensor, by: Tensor): Tensor => lax.mul(x, broadcastTo(expandDims(by, -2), x.shape));
  return {
    left: lax.sub(times(left, cosine), times(right, sine)),
    right: lax.add(times(left, sine), times(right, cosine)),
  };
}

/** All but the first column on the left move on by one seat, round the table: after `size − 1` rounds all have met. */
function seated({ left, right }: Pairs): Pairs {
  const half = left.shape.at(-1) ?? 0;
  if (half === 1) return { left, right };
  const axis = left.ndim - 1;
  return {
    left: concatenate([columnsOf(left, 0, 1), columnsOf(right, 0, 1), columnsOf(left, 1, half - 1)], axis),
    right: concatenate([columnsOf(right, 1, half), columnsOf(left, half - 1, half)], axis),
  };
}

function halfOf(x: Tensor, which: 0 | 1): Tensor {
  const half = (x.shape.at(-1) ?? 0) / 2;
  return columnsOf(x, which * half, (which + 1) * half);
}

function columnsOf(x: Tensor, from: number, to: number): Tensor {
  return part(x, x.ndim - 1, from, to);
}

function rowsOf(x: Tensor, from: number, to: number): Tensor {
  return part(x, x.ndim - 2, from, to);
}
