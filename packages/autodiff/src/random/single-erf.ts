/**
 * The error function in `float32` to the last bit as XLA computes it, x·P(x²) / Q(x²) by fused multiply-adds. The bounds of
 * a truncated distribution depend on it.
 */
export function singleErf(value: number): number {
  const x = Math.max(-SATURATED, Math.min(SATURATED, Math.fround(value)));
  const square = Math.fround(x * x);
  const polynomial = (coefficients: readonly number[]): number =>
    coefficients.reduce((sum, coefficient) => Math.fround(sum * square + Math.fround(coefficient)), 0);
  return Math.fround(Math.fround(x * polynomial(NUMERATOR)) / polynomial(DENOMINATOR));
}

/** Beyond, the result is ±1. */
const SATURATED = Math.fround(3.7439211627767994);

const NUMERATOR = [
  0.00022905065861350646, 0.0034082910107109507, 0.05095569506238086, 0.18520832239976145, 1.128379143519084,
];
const DENOMINATOR = [
  -1.1791602954361697e-7, 2.3547966471313183e-5, 0.0010179625278914884, 0.014070470171167667,
  0.11098505178285362, 0.49746925110067536, 1,
];
