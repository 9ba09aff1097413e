import { constant, zerosOf } from "../lax/creation.ts";
import { add, mul } from "../lax/elementwise.ts";
import { pad, reshape, slice, transpose } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { differentials, nonlinear } from "../primitive/rules/jvp-rules.ts";
import { reduction } from "../primitive/rules/reduction.ts";
import { NUMBERS, otherAxes } from "../primitive/rules/spec-rules.ts";
import { sizeOf } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

// d Πxᵢ = Σᵢ dxᵢ·Π_(j≠i) xⱼ, by halves and without division, so that zeros do no harm
export const reduceProdP: PrimitiveOf<"reduceProd"> = reduction("reduceProd", {
  dtypes: NUMBERS,
  jvp: differentials([(dx, [x], _, { axes }) => productTangent(x, dx, axes)]),
  transpose: nonlinear,
});

function productTangent(x: Tensor, dx: Tensor, axes: readonly number[]): Tensor {
  const kept = otherAxes(x.shape, axes);
  const rest = kept.map((axis) => x.shape[axis] ?? 0);
  const count = sizeOf(axes.map((axis) => x.shape[axis] ?? 0));
  if (count === 0) return zerosOf({ shape: rest, dtype: dx.dtype });
  const inFront = (operand: Tensor): Tensor =>
    reshape(transpose(operand, [...axes, ...kept]), [count, ...rest]);

  let [factors, tangents] = [inFront(x), inFront(dx)];
  for (let left = count; left > 1; left = Math.ceil(left / 2)) {
    const [x0, x1] = halves(factors, 1);
    const [dx0, dx1] = halves(tangents, 0);
    tangents = add(mul(dx0, x1), mul(x0, dx1));
    factors = mul(x0, x1);
  }
  return reshape(tangents, rest);
}

/** The first and the second half of the rows; an odd number is filled up. */
function halves(x: Tensor, filler: number): readonly [Tensor, Tensor] {
  const half = Math.ceil(x.shape[0] / 2);
  const rest = x.shape.slice(1);
  const even = pad(x, constant(filler, x.dtype), [
    [0, 2 * half - x.shape[0], 0],
    ...rest.map(() => [0, 0, 0] as const),
  ]);
  const rows = (from: number): Tensor => slice(even, [from, ...rest.map(() => 0)], [from + half, ...rest]);
  return [rows(0), rows(half)];
}
