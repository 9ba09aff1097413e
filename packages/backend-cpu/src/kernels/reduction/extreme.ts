import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitLoad, type Lane } from "../../codegen/element-access.ts";
import type { Accumulator } from "./accumulator.ts";
import type { Combiner } from "./combiner.ts";

/**
 * The greatest or least of many floats. The instruction for it is eight of the processor's, because NaN wins and the zeros
 * differ; one that cares for neither is a single one, and NaN and signs are kept track of aside, all lanes by themselves.
 */
export class Extreme {
  readonly #code: FunctionBuilder;
  readonly #greatest: boolean;
  readonly #vector: Local;
  readonly #nan: Local;
  readonly #signs: Local;

  constructor(code: FunctionBuilder, { op }: Combiner) {
    this.#code = code;
    this.#greatest = op === "f32x4.max";
    this.#vector = code.local("v128");
    this.#nan = code.local("v128");
    this.#signs = code.local("v128");
  }

  start(): void {
    this.#code.v128(0).set(this.#nan);
    this.#code.v128(this.#greatest ? -1 : 0).set(this.#signs);
  }

  /** Four elements from an address, or one. */
  take({ value }: Accumulator, address: Local, bytes: number, lane: Lane = "four"): void {
    const code = this.#code.get(value);
    emitLoad(code, address, "float32", lane, bytes);
    code.tee(this.#vector);
    code.op(this.#greatest ? "f32x4.pmax" : "f32x4.pmin").set(value);
    code.get(this.#nan).get(this.#vector).get(this.#vector).op("f32x4.ne").op("v128.or").set(this.#nan);
    code.get(this.#signs).get(this.#vector);
    code.op(this.#greatest ? "v128.and" : "v128.or").set(this.#signs);
  }

  /** Corrects an accumulator of all that was taken: a greatest zero is −0 only if all signs are negative, a least one if any is. */
  settle({ value }: Accumulator): void {
    const code = this.#code;
    code.get(this.#signs).v128(0x80000000).op("v128.and").get(value);
    code.get(value).v128(0).op("f32x4.eq").op("v128.bitselect");
    code.get(this.#nan).op("v128.or").set(value);
  }
}

/** Whether a reduction of so many steps gains from it. */
export function isExtreme({ op }: Combiner, steps: number): boolean {
  return steps > 1 && (op === "f32x4.max" || op === "f32x4.min");
}
