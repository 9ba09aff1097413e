import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitLoadSplat, type Lane } from "../../codegen/element-access.ts";
import type { Combiner } from "./combiner.ts";

/** One vector of partial results. */
export class Accumulator {
  readonly value: Local;
  readonly #code: FunctionBuilder;
  readonly #combiner: Combiner;

  constructor(code: FunctionBuilder, combiner: Combiner) {
    this.#code = code;
    this.#combiner = combiner;
    this.value = code.local("v128");
  }

  start(): void {
    this.#code.v128(this.#combiner.identity).set(this.value);
  }

  /** Four elements from an address, or one, which leaves the other lanes or does not change what they amount to. */
  add(address: Local, bytes: number, lane: Lane): void {
    const { dtype, op, identity, idempotent } = this.#combiner;
    this.#code.get(this.value);
    if (lane === "one" && idempotent) emitLoadSplat(this.#code, address, dtype, bytes);
    else if (lane === "one" && identity !== 0) {
      // Sums and products are of words.
      this.#code.v128(identity).get(address).memory("i32.load", bytes).lane("i32x4.replace_lane", 0);
    } else emitLoad(this.#code, address, dtype, lane, bytes);
    this.#code.op(op).set(this.value);
  }

  merge(other: Accumulator): void {
    this.#code.get(this.value).get(other.value).op(this.#combiner.op).set(this.value);
  }

  /** Leaves in each lane the combination of all. */
  mergeLanes(): void {
    for (const lanes of [[2, 3, 0, 1] as const, [1, 0, 3, 2] as const]) {
      this.#code
        .get(this.value)
        .get(this.value)
        .get(this.value)
        .shuffle(lanes)
        .op(this.#combiner.op)
        .set(this.value);
    }
  }
}
