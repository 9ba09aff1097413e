import { FunctionBuilder, type FunctionRef, type Local } from "../../assembler/function-builder.ts";
import type { ModuleBuilder } from "../../assembler/module-builder.ts";
import { Lanes } from "../lanes.ts";
import { fromDoubles, highDoubles, lowDoubles, ROUNDING } from "./doubles.ts";

/** An angle as whole quarter turns, of which only the last two bits are meant, and what is left, in [−π/4, π/4]. */
interface Turned {
  readonly quarters: Local;
  readonly rest: Local;
}

/** Up to here a multiple of π/2 in two parts is exact enough. */
const LARGEST = 2 ** 20;

/** π/2 in two parts, the first with 33 bits, so that its product with a number of quarters is exact. */
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_LOW = 6.077100506506192e-11;

/** The quarter turns in each of four angles, none of them negative. */
export function quarterTurns(lanes: Lanes, angle: Local): Turned {
  const { module, code } = lanes;
  const { quarters, rest } = inHalves(lanes, angle, byCodyAndWaite);
  code.get(lanes.op("f32x4.gt", angle, LARGEST)).op("v128.any_true");
  code.if(() => code.get(angle).call(ofLargeAngles(module)).set(rest).set(quarters));
  return { quarters, rest };
}

/** Two angles as `float64`: the quarters are the last bits of a `float64` as well. */
type TurnHalf = (lanes: Lanes, angle: Local) => Turned;

function inHalves(lanes: Lanes, angle: Local, turn: TurnHalf): Turned {
  const low = turn(lanes, lowDoubles(lanes, angle));
  const high = turn(lanes, highDoubles(lanes, angle));
  return {
    quarters: lanes.shuffle(low.quarters, high.quarters, [0, 2, 4, 6]),
    rest: fromDoubles(lanes, low.rest, high.rest),
  };
}

/** Cody and Waite, "Software Manual for the Elementary Functions" (1980): x − n·(π/2) in two steps. */
function byCodyAndWaite(lanes: Lanes, angle: Local): Turned {
  const turns = lanes.op("f64x2.mul", angle, 2 / Math.PI);
  const quarters = lanes.op("f64x2.add", turns, ROUNDING);
  const n = lanes.op("f64x2.sub", quarters, ROUNDING);
  const less = (from: Local, part: number): Local =>
    lanes.op("f64x2.sub", from, lanes.op("f64x2.mul", n, part));
  return { quarters, rest: less(less(angle, QUARTER_HIGH), QUARTER_LOW) };
}

/**
 * As Payne and Hanek, "Radian reduction for trigonometric functions" (1983): x·2/π part by part. Each product with 26
 * bits of 2/π is exact, so whole turns are taken off it exactly, and whole quarters off the sum before they cost bits.
 */
function byPayneAndHanek(lanes: Lanes, angle: Local): Turned {
  let rest = lanes.double(0);
  let quarters = lanes.double(ROUNDING);
  for (const part of QUARTERS_PER_RADIAN) {
    const turns = lanes.op("f64x2.mul", angle, part / 4);
    const partial = lanes.op("f64x2.sub", turns, lanes.op("f64x2.nearest", turns));
    const sum = lanes.op("f64x2.add", rest, lanes.op("f64x2.mul", partial, 4));
    const whole = lanes.op("f64x2.nearest", sum);
    rest = lanes.op("f64x2.sub", sum, whole);
    quarters = lanes.op("f64x2.add", quarters, whole);
  }
  return { quarters, rest: lanes.op("f64x2.mul", rest, Math.PI / 2) };
}

/** 2/π in parts of 26 bits, and the rest of it. */
const QUARTERS_PER_RADIAN: readonly number[] = [
  ...[42722829, 48555073, 21659401, 56087029, 13858563, 28715353].map(
    (bits, i) => bits / 2 ** (26 * (i + 1)),
  ),
  6.319121170584337e-48,
];

/** A function of its own: from four angles to their quarters and rests. */
function ofLargeAngles(module: ModuleBuilder): FunctionRef {
  const code = new FunctionBuilder(["v128"], ["v128", "v128"]);
  const lanes = new Lanes(module, code);
  const [angle] = code.params;
  const { quarters, rest } = inHalves(lanes, angle, byPayneAndHanek);
  return module.define(code.get(quarters).get(rest));
}
