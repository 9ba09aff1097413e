import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { doublePolynomial, inDoubles } from "./doubles.ts";
import { quarterTurns } from "./quarter-turns.ts";

const SIGN = 0x80000000;

export function sin(lanes: Lanes, x: Local): Local {
  const { quarters, rest } = quarterTurns(lanes, lanes.op("f32x4.abs", x));
  const sign = lanes.op("v128.and", x, SIGN);
  return lanes.op("v128.xor", sinOf(lanes, quarters, rest), sign);
}

/** The sine of one quarter turn more. */
export function cos(lanes: Lanes, x: Local): Local {
  const { quarters, rest } = quarterTurns(lanes, lanes.op("f32x4.abs", x));
  return sinOf(lanes, lanes.op("i32x4.add", quarters, 1), rest);
}

/** The quotient of both, where rounding each of them would show; −1 over it after an odd number of quarter turns. */
export function tan(lanes: Lanes, x: Local): Local {
  const { quarters, rest } = quarterTurns(lanes, lanes.op("f32x4.abs", x));
  const near = inDoubles(lanes, tanNearZero, rest);
  const result = lanes.choose(isOdd(lanes, quarters), lanes.op("f32x4.div", -1, near), near);
  return lanes.op("v128.xor", result, lanes.op("v128.and", x, SIGN));
}

function tanNearZero(lanes: Lanes, x: Local): Local {
  const z = lanes.op("f64x2.mul", x, x);
  const sine = lanes.op("f64x2.mul", x, doublePolynomial(lanes, z, [1, ...SIN]));
  return lanes.op("f64x2.div", sine, doublePolynomial(lanes, z, COS));
}

function sinOf(lanes: Lanes, quarters: Local, rest: Local): Local {
  const result = lanes.choose(isOdd(lanes, quarters), cosNearZero(lanes, rest), sinNearZero(lanes, rest));
  const sign = lanes.shift("i32x4.shl", lanes.shift("i32x4.shr_u", quarters, 1), 31);
  return lanes.op("v128.xor", result, sign);
}

function isOdd(lanes: Lanes, quarters: Local): Local {
  return lanes.shift("i32x4.shr_s", lanes.shift("i32x4.shl", quarters, 31), 31);
}

/** x + x·z·P(z) with z = x². */
function sinNearZero(lanes: Lanes, x: Local): Local {
  const z = lanes.op("f32x4.mul", x, x);
  const p = lanes.op("f32x4.mul", z, lanes.polynomial(z, SIN));
  return lanes.op("f32x4.add", x, lanes.op("f32x4.mul", x, p));
}

/** 1 − z/2 + z²·P(z) with z = x². */
function cosNearZero(lanes: Lanes, x: Local): Local {
  return lanes.polynomial(lanes.op("f32x4.mul", x, x), COS);
}

/** Interpolates (sin(x) / x − 1) / x² as a function of x², at Chebyshev nodes of [0, π²/16]. */
const SIN = [-0.1666666466231438, 0.008332748270629749, -0.00019587890880412386];

/** 1, −½, and then what interpolates (cos(x) − 1 + x²/2) / x⁴ likewise. */
const COS = [1, -0.5, 0.0416666646595022, -0.001388830303589455, 2.4547942085030572e-5];
