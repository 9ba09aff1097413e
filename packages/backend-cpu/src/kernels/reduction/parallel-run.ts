import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { advance, repeat } from "../../codegen/loop.ts";
import { Accumulator } from "./accumulator.ts";
import type { Combiner } from "./combiner.ts";
import { Extreme, isExtreme } from "./extreme.ts";
import { needsWide, repeatInBlocks, Wide } from "./wide.ts";

/** Independent accumulators hide the latency of an operation. */
const PARALLEL = 4;

/** Combines vectors that follow on each other, some of them side by side. */
export class ParallelRun {
  /** Of all vectors, once they are taken. */
  readonly total: Accumulator;
  /** How many of the vectors are left to add to the total. */
  readonly left: number;
  readonly #code: FunctionBuilder;
  readonly #stride: number;
  readonly #steps: number;
  readonly #others: readonly Accumulator[];
  readonly #wide: Wide | null;
  readonly #extreme: Extreme | null;

  /** @param stride bytes from one vector to the next. */
  constructor(code: FunctionBuilder, combiner: Combiner, vectors: number, stride: number) {
    const count = vectors < PARALLEL ? 1 : PARALLEL;
    const steps = Math.floor(vectors / count);
    this.total = new Accumulator(code, combiner);
    this.left = vectors % count;
    this.#code = code;
    this.#stride = stride;
    this.#steps = steps;
    this.#others = Array.from({ length: count - 1 }, () => new Accumulator(code, combiner));
    this.#wide = needsWide(combiner, steps) ? new Wide(code) : null;
    this.#extreme = isExtreme(combiner, steps) ? new Extreme(code, combiner) : null;
  }

  /** Takes the vectors from an address on, which is moved behind them. */
  take(from: Local): void {
    const [total, others, wide, extreme] = [this.total, this.#others, this.#wide, this.#extreme];
    const all = [total, ...others];
    const step = (): void => {
      for (const [index, accumulator] of all.entries()) {
        if (extreme === null) accumulator.add(from, index * this.#stride, "four");
        else extreme.take(accumulator, from, index * this.#stride);
      }
      advance(this.#code, from, all.length * this.#stride);
    };
    const merge = (): void => others.forEach((other) => total.merge(other));

    for (const accumulator of all) accumulator.start();
    extreme?.start();
    if (wide === null) {
      repeat(this.#code, this.#steps, step);
      merge();
      extreme?.settle(total);
      return;
    }
    wide.start();
    repeatInBlocks(this.#code, this.#steps, step, () => {
      merge();
      wide.take(total.value);
      for (const accumulator of all) accumulator.start();
    });
  }

  /** Leaves the results of the four lanes in them, or that of all four in the first. */
  finish(results: "lanes" | "one"): void {
    const [total, wide] = [this.total, this.#wide];
    wide?.take(total.value);
    if (results === "lanes") wide?.giveLanes(total.value);
    else if (wide === null) total.mergeLanes();
    else wide.giveTotal(total.value);
  }
}
