import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { repeat } from "../../codegen/loop.ts";
import type { Accumulator } from "./accumulator.ts";
import type { Combiner } from "./combiner.ts";

/** Steps after which a float sum moves on to float64, so that its error does not grow with its length. */
const BLOCK = 32;

/** Four float64 sums, which take in the lanes of float32 ones from time to time. */
export class WideSum {
  readonly #code: FunctionBuilder;
  readonly #low: Local;
  readonly #high: Local;

  constructor(code: FunctionBuilder) {
    this.#code = code;
    this.#low = code.local("v128");
    this.#high = code.local("v128");
  }

  start(): void {
    this.#code.v128(0).set(this.#low).v128(0).set(this.#high);
  }

  /** Adds the lanes of an accumulator, which starts again. */
  take(accumulator: Accumulator): void {
    const { value } = accumulator;
    this.#code.get(this.#low).get(value).op("f64x2.promote_low_f32x4").op("f64x2.add").set(this.#low);
    this.#code.get(this.#high).get(value).get(value).shuffle([2, 3, 0, 1]).op("f64x2.promote_low_f32x4");
    this.#code.op("f64x2.add").set(this.#high);
    accumulator.start();
  }

  /** Leaves the four sums in the lanes of an accumulator. */
  giveLanes({ value }: Accumulator): void {
    this.#code.get(this.#low).op("f32x4.demote_f64x2_zero").get(this.#high).op("f32x4.demote_f64x2_zero");
    this.#code.shuffle([0, 1, 4, 5]).set(value);
  }

  /** Leaves the sum of the four in the first lane of an accumulator. */
  giveTotal({ value }: Accumulator): void {
    this.#code.get(this.#low).get(this.#high).op("f64x2.add").tee(this.#low);
    this.#code.get(this.#low).get(this.#low).shuffle([2, 3, 0, 1]).op("f64x2.add");
    this.#code.op("f32x4.demote_f64x2_zero").set(value);
  }
}

/** Whether a sum of so many steps into one lane is to go through float64. */
export function needsWideSum({ op }: Combiner, steps: number): boolean {
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
