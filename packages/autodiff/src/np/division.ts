import { full, zerosOf } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { dtypeInfo, isFloat } from "../tensor/dtype.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { type Binary, binary } from "./lift.ts";
import { alikeNumbers } from "./operands.ts";

/** Ones in place of zeros: a whole number divided by 0 leaves the remainder 0, as in JAX. */
function withoutZeros(y: Tensor): Tensor {
  return isFloat(y.dtype) ? y : lax.select(lax.eq(y, zerosOf(y.spec)), full(y.shape, 1, y.dtype), y);
}

/** Where a remainder that is not 0 has another sign than the divisor. */
function otherSign(rem: Tensor, y: Tensor): Tensor {
  const zero = zerosOf(rem.spec);
  return lax.bitwiseAnd(lax.ne(rem, zero), lax.ne(lax.lt(rem, zero), lax.lt(y, zero)));
}

const floorMod = (x: Tensor, y: Tensor): Tensor => {
  const rem = lax.rem(x, withoutZeros(y));
  return lax.select(otherSign(rem, y), lax.add(rem, y), rem);
};

const floorQuotient = (x: Tensor, y: Tensor): Tensor => {
  if (dtypeInfo(x.dtype).kind === "uint") return lax.div(x, y);
  const one = full(x.shape, 1, x.dtype);
  const rem = lax.rem(x, y);
  if (!isFloat(x.dtype)) {
    const quotient = lax.div(x, y);
    const apart = lax.bitwiseAnd(lax.ne(lax.sign(x), lax.sign(y)), lax.ne(rem, zerosOf(rem.spec)));
    return lax.select(apart, lax.sub(quotient, one), quotient);
  }
  // A quotient by zero is infinite, though its remainder is not a number.
  const whole = lax.select(lax.eq(y, zerosOf(y.spec)), x, lax.sub(x, rem));
  const quotient = lax.div(whole, y);
  return lax.round(lax.select(otherSign(rem, y), lax.sub(quotient, one), quotient));
};

/**
 * The remainder with the sign of the divisor.
 *
 * @example
 * ```ts
 * await np.remainder(np.array([-7, 7]), np.array([3, -3])).array(); // => [2,-2]
 * ```
 */
export const remainder: Binary = binary("remainder", floorMod, alikeNumbers);

/** {@link remainder}. */
export const mod: Binary = binary("mod", floorMod, alikeNumbers);

/**
 * The remainder with the sign of the dividend.
 *
 * @example
 * ```ts
 * await np.fmod(np.array([-7, 7]), np.array([3, -3])).array(); // => [-1,1]
 * ```
 */
export const fmod: Binary = binary("fmod", (x, y) => lax.rem(x, withoutZeros(y)), alikeNumbers);

/**
 * The largest whole number not above `x / y`, in the dtype of the operands.
 *
 * @example
 * ```ts
 * await np.floorDivide(np.array([-7, 7]), 2).array(); // => [-4,3]
 * await np.floorDivide(7.5, 2).item(); // => 3
 * ```
 */
export const floorDivide: Binary = binary("floorDivide", floorQuotient, alikeNumbers);

/**
 * `[floorDivide(x, y), remainder(x, y)]`.
 *
 * @example
 * ```ts
 * const [quotient, rest] = np.divmod(-7, 3);
 * await quotient.item(); // => -3
 * await rest.item(); // => 2
 * ```
 */
export function divmod(x: TensorLike, y: TensorLike): readonly [Tensor, Tensor] {
  return [
    binary("divmod", floorQuotient, alikeNumbers)(x, y),
    binary("divmod", floorMod, alikeNumbers)(x, y),
  ];
}
