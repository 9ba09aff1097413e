const TERMS = 200;
/** Far out Newton moves on by about 1/2y at first. */
const STEPS = 60;

/** The series 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1) / (2n + 1)!!, whose terms have one sign; beyond 3, 1 − erfc. */
export function erf(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  if (Math.abs(x) > 3) return Math.sign(x) * (1 - fraction(Math.abs(x)));
  let term = x;
  let sum = x;
  for (let n = 1; n < TERMS; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 − erf, which for large x is computed on its own. */
export function erfc(x: number): number {
  return x > 2 ? fraction(x) : 1 - erf(x);
}

/** Laplace's continued fraction, for x ≥ 2: e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))). */
function fraction(x: number): number {
  if (x === Infinity) return 0;
  let denominator = x;
  for (let n = TERMS; n > 0; n--) denominator = x + n / 2 / denominator;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator;
}

/** Newton's method on {@link erf}, or near ±1 on {@link erfc}, from the approximation in `float32`. */
export function erfInv(x: number): number {
  if (x === 0 || Math.abs(x) >= 1 || Number.isNaN(x)) return erfInvFloat32(x);
  const magnitude = Math.abs(x);
  let y = erfInvFloat32(Math.min(magnitude, 1 - 2 ** -24));
  for (let step = 0; step < STEPS; step++) {
    const excess = magnitude < 0.5 ? erf(y) - magnitude : 1 - magnitude - erfc(y);
    y -= excess / ((2 / Math.sqrt(Math.PI)) * Math.exp(-y * y));
  }
  return Math.sign(x) * y;
}

/**
 * M. Giles, "Approximating the erfinv function" (2010), in `float32` throughout. XLA computes this, and JAX's normal random
 * numbers are made of it, so its error of up to 4·10⁻⁶ is part of what they are.
 */
export function erfInvFloat32(x: number): number {
  if (Math.abs(x) === 1) return x * Infinity;
  const w = -Math.fround(Math.log1p(Math.fround(-x * x)));
  const p = w < 5 ? polynomial(CENTER, Math.fround(w - 2.5)) : polynomial(TAIL, root(w));
  return Math.fround(p * x);
}

function root(w: number): number {
  return Math.fround(Math.fround(Math.sqrt(w)) - 3);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => Math.fround(Math.fround(sum * x) + Math.fround(c)));
}

const CENTER = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];

const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];
