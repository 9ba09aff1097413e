import type { DType } from "@elegy/autodiff/spi";
import type { Local } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import { laneOp } from "../../codegen/lane-op.ts";
import type { Lanes } from "../../codegen/lanes.ts";

export type Order = "greatest" | "least";

/** In each of four lanes the best element of those that were offered, and its index: the first of equals, the first NaN before all. */
export class BestSoFar {
  readonly index: Local;
  readonly #lanes: Lanes;
  readonly #value: Local;
  readonly #offered: Local;
  readonly #indices: Local;
  readonly #noBetter: Op;
  readonly #isFloat: boolean;

  constructor(lanes: Lanes, order: Order, dtype: DType) {
    const vector = (): Local => lanes.code.local("v128");
    this.#lanes = lanes;
    this.#isFloat = dtype === "float32";
    // Between floats, false if one is NaN.
    this.#noBetter = laneOp(order === "greatest" ? "le" : "ge", dtype);
    [this.index, this.#value, this.#offered, this.#indices] = [vector(), vector(), vector(), vector()];
  }

  /** Takes the first vector from the stack: elements 0, 1, 2, 3, or the first of four columns. */
  start(elements: "ascending" | "first"): void {
    const code = this.#lanes.code.set(this.#value);
    (elements === "first" ? code.v128(0) : code.v128Ascending()).tee(this.#indices).set(this.index);
  }

  /** Takes a vector from the stack that is so many elements behind the one before; some may have been offered already. */
  offer(step: number): void {
    const [value, indices] = [this.#offered, this.#indices];
    this.#lanes.code.set(value).get(indices).v128(step).op("i32x4.add").set(indices);
    this.#take(this.#better(value, this.#value), value, indices);
  }

  /** Leaves the best of the four lanes in each. */
  mergeLanes(): void {
    const lanes = this.#lanes;
    for (const order of [[2, 3, 0, 1] as const, [1, 0, 3, 2] as const]) {
      const value = lanes.shuffle(this.#value, this.#value, order);
      const index = lanes.shuffle(this.index, this.index, order);
      const better = this.#better(value, this.#value);
      const worse = this.#better(this.#value, value);
      const isFirst = lanes.op("i32x4.lt_u", index, this.index);
      // Of two that are alike neither is better.
      const wins = lanes.op("v128.or", better, lanes.op("v128.and", isFirst, lanes.op("v128.not", worse)));
      this.#take(wins, value, index);
    }
  }

  #better(value: Local, best: Local): Local {
    const lanes = this.#lanes;
    const unless = lanes.op("v128.not", lanes.op(this.#noBetter, value, best));
    return this.#isFloat ? lanes.op("v128.and", unless, lanes.op("f32x4.eq", best, best)) : unless;
  }

  #take(mask: Local, value: Local, index: Local): void {
    const { code } = this.#lanes;
    code.get(value).get(this.#value).get(mask).op("v128.bitselect").set(this.#value);
    code.get(index).get(this.index).get(mask).op("v128.bitselect").set(this.index);
  }
}
