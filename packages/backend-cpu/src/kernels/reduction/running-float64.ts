import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";

/** Four float64 sums or products, two to a vector. */
export class RunningFloat64 {
  readonly #code: FunctionBuilder;
  readonly #op: "f64x2.add" | "f64x2.mul";
  readonly #identity: number;
  readonly #low: Local;
  readonly #high: Local;

  constructor(code: FunctionBuilder, op: "f64x2.add" | "f64x2.mul", identity: number) {
    this.#code = code;
    this.#op = op;
    this.#identity = identity;
    this.#low = code.local("v128");
    this.#high = code.local("v128");
  }

  start(): void {
    for (const half of [this.#low, this.#high]) this.#code.f64(this.#identity).op("f64x2.splat").set(half);
  }

  /** Takes in the lanes of a vector, and leaves the results rounded in it. */
  take(vector: Local): void {
    const code = this.#code;
    code.get(this.#low).get(vector).op("f64x2.promote_low_f32x4").op(this.#op).set(this.#low);
    code.get(this.#high).get(vector).get(vector).shuffle([2, 3, 0, 1]).op("f64x2.promote_low_f32x4");
    code.op(this.#op).set(this.#high);
    code.get(this.#low).op("f32x4.demote_f64x2_zero").get(this.#high).op("f32x4.demote_f64x2_zero");
    code.shuffle([0, 1, 4, 5]).set(vector);
  }
}
