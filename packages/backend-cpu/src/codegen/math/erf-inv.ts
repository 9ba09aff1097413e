import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { doublePolynomial, inDoubles } from "./doubles.ts";
import { log1p } from "./log1p.ts";

/**
 * Giles, "Approximating the erfinv function" (2012), as XLA has it: x·p(w) with w = −ln(1 − x²), one polynomial for the
 * centre and one for the tails. The polynomial is evaluated in double precision, so that little is added to what the
 * logarithm is off.
 */
export function erfInv(lanes: Lanes, x: Local): Local {
  const square = lanes.op("f32x4.mul", x, x);
  const w = lanes.op("f32x4.neg", log1p(lanes, lanes.op("f32x4.neg", square)));
  const inCentre = lanes.op("f32x4.lt", w, 5);
  const centred = lanes.op("f32x4.sub", w, 2.5);
  const root = lanes.op("f32x4.sub", lanes.op("f32x4.sqrt", w), 3);
  const at = lanes.choose(inCentre, centred, root);
  const coefficients = CENTRE.map((centre, power) =>
    lanes.choose(inCentre, lanes.float(centre), lanes.float(TAIL[power] ?? 0)),
  );
  const result = inDoubles(
    lanes,
    (inner, z, factor, ...powers) => inner.op("f64x2.mul", doublePolynomial(inner, z, powers), factor),
    at,
    x,
    ...coefficients,
  );
  const atOne = lanes.op("f32x4.eq", lanes.op("f32x4.abs", x), 1);
  return lanes.choose(atOne, lanes.op("f32x4.mul", x, Infinity), result);
}

/** The constant term first. */
const CENTRE = [
  1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-6, -3.5233877e-6,
  3.43273939e-7, 2.81022636e-8,
];

const TAIL = [
  2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844, 0.00134934322,
  0.000100950558, -0.000200214257,
];
