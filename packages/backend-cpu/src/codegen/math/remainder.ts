import type { Local } from "../../assembler/function-builder.ts";
import type { Lanes } from "../lanes.ts";
import { inDoubles } from "./doubles.ts";

/** So many bits of a quotient times the 24 of a divisor are exact in a `float64`. */
const BITS = 27;
/** Beyond all `float32` numbers. */
const HUGE = 2 ** 200;
/** The number whose bits are those of sign and exponent. */
const EXPONENT_MASK = -Infinity;

/** x − y·trunc(x / y), exactly; of the sign of x. */
export function remainder(lanes: Lanes, x: Local, y: Local): Local {
  const [dividend, divisor] = [lanes.op("f32x4.abs", x), lanes.op("f32x4.abs", y)];
  // None of ∞, by 0, or of NaNs. All bits of a lane are a NaN.
  const exists = lanes.op(
    "v128.and",
    lanes.op("f32x4.lt", dividend, Infinity),
    lanes.op("f32x4.gt", divisor, 0),
  );
  const valid = lanes.op("v128.or", dividend, lanes.op("v128.not", exists));
  return lanes.choose(0x80000000, x, inDoubles(lanes, ofMagnitudes, valid, divisor));
}

/** Takes off multiples of y·2^k, the first bits of the quotient first, until less than y is left. */
function ofMagnitudes(lanes: Lanes, x: Local, divisor: Local): Local {
  const { code } = lanes;
  // No number has a multiple of ∞ in it, nor of this.
  const y = lanes.op("f64x2.pmin", divisor, HUGE);
  const rest = code.local("v128");
  code.get(x).set(rest);
  code.block((end) => {
    code.loop((head) => {
      code
        .get(lanes.op("f64x2.ge", rest, y))
        .op("v128.any_true")
        .op("i32.eqz")
        .branchIf(end);
      // By so much the exponent of the rest is beyond that of y: 2^k, as bits.
      const beyond = lanes.op("i64x2.sub", lanes.op("i64x2.sub", rest, y), lanes.double(2 ** (BITS - 1023)));
      const isBeyond = lanes.op("i64x2.gt_s", beyond, 0);
      const power = lanes.op("v128.and", lanes.op("v128.and", beyond, isBeyond), lanes.double(EXPONENT_MASK));
      const multiple = lanes.op("i64x2.add", y, power);
      const quotient = lanes.op("f64x2.trunc", lanes.op("f64x2.div", rest, multiple));
      const left = lanes.op("f64x2.sub", rest, lanes.op("f64x2.mul", quotient, multiple));
      // Where the quotient was rounded up, one multiple too many was taken.
      const tooFew = lanes.op("f64x2.lt", left, 0);
      code.get(lanes.op("f64x2.add", left, lanes.op("v128.and", multiple, tooFew))).set(rest);
      code.branch(head);
    });
  });
  return rest;
}
