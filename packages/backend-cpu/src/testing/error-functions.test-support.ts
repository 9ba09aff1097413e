/** In `float64`: erf x = 2x·e^(−x²)/√π · (1 + 2x²/3 + (2x²)²/(3·5) + …), whose terms are all positive. */
export function erf(x: number): number {
  if (Math.abs(x) > 2) return Math.sign(x) * (1 - erfc(Math.abs(x)));
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; n++) sum += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** 1 − erf x, from 2 on by the continued fraction e^(−x²)/√π / (x + ½/(x + 1/(x + 1½/(x + …)))). */
export function erfc(x: number): number {
  if (!(x > 2)) return x < -2 ? 2 - erfc(-x) : 1 - erf(x);
  let fraction = x;
  for (let n = 120; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

/** By Newton's method, from Winitzki's approximation. */
export function erfInv(x: number): number {
  const [u, a] = [Math.abs(x), 0.147];
  if (u === 0 || !(u < 1)) return x / Math.sqrt(1 - u);
  const b = 2 / (Math.PI * a) + Math.log1p(-u * u) / 2;
  let y = Math.sqrt(Math.sqrt(b * b - Math.log1p(-u * u) / a) - b);
  for (let step = 0; step < 5; step++) {
    const beyond = u < 0.5 ? erf(y) - u : 1 - u - erfc(y);
    y -= (beyond * Math.sqrt(Math.PI) * Math.exp(y * y)) / 2;
  }
  return Math.sign(x) * y;
}
