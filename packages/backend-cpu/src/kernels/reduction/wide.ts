import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { repeat } from "../../codegen/loop.ts";
import type { Combiner } from "./combiner.ts";

/** Steps after which a float sum moves on to float64, so that its error does not grow with its length. */
const BLOCK = 32;

/** Four float64 sums or products, two to a vector, of the lanes of float32 vectors. */
export class Wide {
  readonly #code: FunctionBuilder;
  readonly #op: "f64x2.add" | "f64x2.mul";
  readonly #low: Local;
  readonly #high: Local;

  constructor(code: FunctionBuilder, op: "f32x4.add" | "f32x4.mul" = "f32x4.add") {
    this.#code = code;
    this.#op = op === "f32x4.add" ? "f64x2.add" : "f64x2.mul";
    this.#low = code.local("v128");
    this.#high = code.local("v128");
  }

  start(): void {
    this.#code
      .v128Double(this.#op === "f64x2.add" ? 0 : 1)
      .tee(this.#low)
      .set(this.#high);
  }

  /** Takes in the lanes of a vector. */
  take(vector: Local): void {
    const code = this.#code;
    code.get(this.#low).get(vector).op("f64x2.promote_low_f32x4").op(this.#op).set(this.#low);
    code.get(this.#high).get(vector).get(vector).shuffle([2, 3, 0, 1]).op("f64x2.promote_low_f32x4");
    code.op(this.#op).set(this.#high);
  }

  /** Leaves the four results in the lanes of a vector. */
  giveLanes(vector: Local): void {
    this.#code.get(this.#low).op("f32x4.demote_f64x2_zero").get(this.#high).op("f32x4.demote_f64x2_zero");
    this.#code.shuffle([0, 1, 4, 5]).set(vector);
  }

  /** Leaves the sum of the four in the first lane of a vector. */
  giveTotal(vector: Local): void {
    this.#code.get(this.#low).get(this.#high).op("f64x2.add").tee(this.#low);
    this.#code.get(this.#low).get(this.#low).shuffle([2, 3, 0, 1]).op("f64x2.add");
    this.#code.op("f32x4.demote_f64x2_zero").set(vector);
  }
}

/** Whether a sum of so many steps into one lane is to go through float64. */
export function needsWide({ op }: Combiner, steps: number): boolean {
  return op === "f32x4.add" && steps > BLOCK;
}

/** Runs a step so many times, and something after each block of them. */
export function repeatInBlocks(
  code: FunctionBuilder,
  count: number,
  step: () => void,
  endBlock: () => void,
): void {
  const block = (steps: number) => (): void => {
    repeat(code, steps, step);
    endBlock();
  };
  repeat(code, Math.floor(count / BLOCK), block(BLOCK));
  if (count % BLOCK > 0) block(count % BLOCK)();
}
