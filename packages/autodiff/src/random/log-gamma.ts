import { full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Lanczos' coefficients for g = 7. */
const BASE = 0.999_999_999_999_809_9;
const COEFFICIENTS = [
  676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1, -176.615_029_162_140_6,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
] as const;
const G = 7;

/**
 * ln Γ(x) for x ≥ ½, elsewhere meaningless: what the samplers need.
 *
 * @see Lanczos (1964), A precision approximation of the gamma function.
 */
export function logGamma(x: Tensor): Tensor {
  const number = (value: number): Tensor => full(x.shape, value, x.dtype);
  const z = lax.sub(x, number(1));
  const series = COEFFICIENTS.reduce(
    (sum, coefficient, i) => lax.add(sum, lax.div(number(coefficient), lax.add(z, number(i + 1)))),
    number(BASE),
  );
  const t = lax.add(number(G + 0.5), z);
  // ln t as a sum: for small z the digits of z are kept.
  const logT = lax.add(number(Math.log(G + 0.5)), lax.log1p(lax.div(z, number(G + 0.5))));
  const power = lax.mul(lax.sub(lax.add(z, number(0.5)), lax.div(t, logT)), logT);
  return lax.add(lax.add(number(Math.log(2 * Math.PI) / 2), power), lax.log(series));
}
