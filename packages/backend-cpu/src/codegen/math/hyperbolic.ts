import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { doublePolynomial, inDoubles } from "./doubles.ts";
import { exp2Double } from "./exp2-double.ts";
import { log2Double } from "./log2-double.ts";

/** (e^x − e^−x) / 2. */
export function sinh(lanes: Lanes, x: Local): Local {
  return inDoubles(lanes, (inner, z) => series(inner, z, 0.125, SINH, halfOf(inner, "f64x2.sub", z)), x);
}

/** (e^x + e^−x) / 2. */
export function cosh(lanes: Lanes, x: Local): Local {
  return inDoubles(lanes, (inner, z) => halfOf(inner, "f64x2.add", z), x);
}

/** ln(|x| + √(x² + 1)) with the sign of x. */
export function asinh(lanes: Lanes, x: Local): Local {
  const result = inDoubles(
    lanes,
    (inner, z) => {
      const root = inner.op("f64x2.sqrt", inner.op("f64x2.add", inner.op("f64x2.mul", z, z), 1));
      const large = log(inner, inner.op("f64x2.add", inner.op("f64x2.abs", z), root));
      return series(inner, z, SMALL, ASINH, inner.choose(inner.double(-0), z, large));
    },
    x,
  );
  return finiteOr(lanes, x, result);
}

/** ln(x + √(x² − 1)), from 1 on. */
export function acosh(lanes: Lanes, x: Local): Local {
  const result = inDoubles(
    lanes,
    (inner, z) => {
      const root = inner.op("f64x2.sqrt", inner.op("f64x2.add", inner.op("f64x2.mul", z, z), -1));
      return log(inner, inner.op("f64x2.add", z, root));
    },
    x,
  );
  // All bits of a lane are a NaN.
  return lanes.op("v128.or", finiteOr(lanes, x, result), lanes.op("f32x4.lt", x, 1));
}

/** ln((1 + x) / (1 − x)) / 2, between −1 and 1. */
export function atanh(lanes: Lanes, x: Local): Local {
  const result = inDoubles(
    lanes,
    (inner, z) => {
      const quotient = inner.op("f64x2.div", inner.op("f64x2.add", z, 1), inner.op("f64x2.sub", 1, z));
      const large = inner.op("f64x2.mul", log(inner, quotient), 0.5);
      return series(inner, z, SMALL, ATANH, large);
    },
    x,
  );
  const magnitude = lanes.op("f32x4.abs", x);
  // ±∞ at ±1 and NaN beyond.
  const outside = lanes.op("f32x4.div", x, lanes.op("f32x4.sqrt", lanes.op("f32x4.sub", 1, magnitude)));
  return lanes.choose(lanes.op("f32x4.lt", magnitude, 1), result, outside);
}

/** Below it two terms of a series say all. */
const SMALL = 2 ** -10;

/** Coefficients of the powers of x² in f(x) / x. */
const SINH = [1, 1 / 6, 1 / 120];
const ASINH = [1, -1 / 6];
const ATANH = [1, 1 / 3];

/** x·P(x²) near zero, where the large formula loses digits. */
function series(lanes: Lanes, x: Local, limit: number, coefficients: readonly number[], large: Local): Local {
  const p = doublePolynomial(lanes, lanes.op("f64x2.mul", x, x), coefficients);
  const isSmall = lanes.op("f64x2.lt", lanes.op("f64x2.abs", x), limit);
  return lanes.choose(isSmall, lanes.op("f64x2.mul", x, p), large);
}

function halfOf(lanes: Lanes, combine: "f64x2.add" | "f64x2.sub", x: Local): Local {
  const power = exp2Double(lanes, lanes.op("f64x2.mul", x, Math.LOG2E));
  const reciprocal = lanes.op("f64x2.div", 1, power);
  return lanes.op("f64x2.mul", lanes.op(combine, power, reciprocal), 0.5);
}

function log(lanes: Lanes, x: Local): Local {
  return lanes.op("f64x2.mul", log2Double(lanes, x), Math.LN2);
}

/** The result, but x itself where that is ∞ or NaN: the logarithm expects a finite number. */
function finiteOr(lanes: Lanes, x: Local, result: Local): Local {
  const finite = lanes.op("f32x4.lt", lanes.op("f32x4.abs", x), Infinity);
  return lanes.choose(finite, result, x);
}
