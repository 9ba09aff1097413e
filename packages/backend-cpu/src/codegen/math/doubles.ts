import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { Lanes } from "../lanes.ts";

/** The `float64` result of two lanes from operands of the same kind. */
export type DoubleFormula = (lanes: Lanes, ...operands: Local[]) => Local;

/**
 * A formula in `float64`, two lanes at a time, rounded to `float32` once. There is room to spare: no number of a
 * `float32` is subnormal in a `float64`, and some thirty correct bits are enough for the nearest result but for rare ties.
 */
export function inDoubles(lanes: Lanes, formula: DoubleFormula, ...operands: readonly Local[]): Local {
  const code = new FunctionBuilder(
    operands.map(() => "v128"),
    ["v128"],
  );
  const inner = new Lanes(lanes.module, code);
  const result = formula(inner, ...code.params().map((x) => inner.op("f64x2.promote_low_f32x4", x)));
  code.get(result).op("f32x4.demote_f64x2_zero");
  const callee = lanes.module.define(code);
  const call = (halves: readonly Local[]): Local => {
    for (const half of halves) lanes.code.get(half);
    const local = lanes.code.local("v128");
    lanes.code.call(callee).set(local);
    return local;
  };
  const low = call(operands);
  const high = call(operands.map((x) => lanes.shuffle(x, x, [2, 3, 2, 3])));
  return lanes.shuffle(low, high, [0, 1, 4, 5]);
}

/** a + x·(b + x·(c + …)), the constant term first. */
export function doublePolynomial(lanes: Lanes, x: Local, coefficients: readonly number[]): Local {
  return coefficients
    .map((coefficient) => lanes.double(coefficient))
    .reduceRight((sum, coefficient) => lanes.op("f64x2.add", lanes.op("f64x2.mul", sum, x), coefficient));
}
