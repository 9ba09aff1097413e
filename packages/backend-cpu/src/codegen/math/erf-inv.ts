import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { log1p } from "./log1p.ts";

/**
 * Giles, "Approximating the erfinv function" (2012), as XLA has it: x·p(w) with w = −ln(1 − x²), one polynomial for the
 * centre and one for the tails. The polynomial is evaluated in double precision, so that little is added to what the
 * logarithm is off.
 */
export function erfInv(lanes: Lanes, x: Local): Local {
  const square = lanes.op("f32x4.mul", x, x);
  const w = lanes.op("f32x4.neg", log1p(lanes, lanes.op("f32x4.neg", square)));
  const inCentre = lanes.op("f32x4.lt", w, lanes.float(5));
  const centred = lanes.op("f32x4.sub", w, lanes.float(2.5));
  const root = lanes.op("f32x4.sub", lanes.op("f32x4.sqrt", w), lanes.float(3));
  const at = lanes.choose(inCentre, centred, root);
  const coefficients = CENTRE.map((centre, power) =>
    lanes.choose(inCentre, lanes.float(centre), lanes.float(TAIL[power] ?? 0)),
  );
  const halves = [low, high].map((half) => {
    const [z, factor] = [half(lanes, at), half(lanes, x)];
    const p = coefficients
      .map((coefficient) => half(lanes, coefficient))
      .reduceRight((sum, coefficient) => lanes.op("f64x2.add", lanes.op("f64x2.mul", sum, z), coefficient));
    return lanes.op("f32x4.demote_f64x2_zero", lanes.op("f64x2.mul", p, factor));
  });
  const result = joined(lanes, halves);
  const atOne = lanes.op("f32x4.eq", lanes.op("f32x4.abs", x), lanes.float(1));
  return lanes.choose(atOne, lanes.op("f32x4.mul", x, lanes.float(Infinity)), result);
}

/** The lanes 0 and 1 as `float64`. */
function low(lanes: Lanes, x: Local): Local {
  return lanes.op("f64x2.promote_low_f32x4", x);
}

/** The lanes 2 and 3 as `float64`. */
function high(lanes: Lanes, x: Local): Local {
  return low(lanes, shuffled(lanes, x, x, [2, 3, 2, 3]));
}

function joined(lanes: Lanes, [first, second]: readonly Local[]): Local {
  if (first === undefined || second === undefined) throw new Error("a vector has two halves");
  return shuffled(lanes, first, second, [0, 1, 4, 5]);
}

function shuffled(lanes: Lanes, a: Local, b: Local, order: readonly [number, number, number, number]): Local {
  const result = lanes.code.local("v128");
  lanes.code.get(a).get(b).shuffle(order).set(result);
  return result;
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
