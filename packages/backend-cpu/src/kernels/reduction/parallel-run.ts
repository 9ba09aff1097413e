import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import type { Lane } from "../../codegen/element-access.ts";
import { advance, repeat } from "../../codegen/loop.ts";
import { Accumulator } from "./accumulator.ts";
import type { Combiner } from "./combiner.ts";
import { Extreme, isExtreme } from "./extreme.ts";
import { needsWide, repeatInBlocks, Wide } from "./wide.ts";

/** Independent accumulators hide the latency of an operation. */
const PARALLEL = 4;

/** Combines vectors into one; each of its steps takes as many as it has accumulators. */
export class Run {
  /** Of all vectors, once they are taken. */
  readonly total: Accumulator;
  readonly #all: readonly Accumulator[];
  readonly #wide: Wide | null;
  readonly #extreme: Extreme | null;

  constructor(code: FunctionBuilder, combiner: Combiner, steps: number, count: number) {
    this.total = new Accumulator(code, combiner);
    this.#all = [this.total, ...Array.from({ length: count - 1 }, () => new Accumulator(code, combiner))];
    this.#wide = needsWide(combiner, steps) ? new Wide(code) : null;
    this.#extreme = isExtreme(combiner, steps) ? new Extreme(code, combiner) : null;
  }

  start(): void {
    for (const accumulator of this.#all) accumulator.start();
    this.#wide?.start();
    this.#extreme?.start();
  }

  /** One step: vectors, or single elements, so many bytes from an address on and from one to the next. */
  take(address: Local, bytes: number, stride: number, lane: Lane): void {
    for (const [index, accumulator] of this.#all.entries()) {
      const at = bytes + index * stride;
      if (this.#extreme === null) accumulator.add(address, at, lane);
      else this.#extreme.take(accumulator, address, at, lane);
    }
  }

  /** After the last step, and after each block of those of a wide sum. */
  merge(): void {
    for (const other of this.#all.slice(1)) this.total.merge(other);
    this.#extreme?.settle(this.total);
    if (this.#wide === null) return;
    this.#wide.take(this.total.value);
    for (const accumulator of this.#all) accumulator.start();
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

/** Takes so many steps of some runs side by side. */
export function emitSteps(
  code: FunctionBuilder,
  runs: readonly Run[],
  { combiner, steps }: { readonly combiner: Combiner; readonly steps: number },
  step: () => void,
): void {
  const merge = (): void => {
    for (const run of runs) run.merge();
  };
  for (const run of runs) run.start();
  if (needsWide(combiner, steps)) repeatInBlocks(code, steps, step, merge);
  else {
    repeat(code, steps, step);
    merge();
  }
}

/** Combines vectors so many bytes from one to the next; the address is moved behind them. */
export function combineVectors(
  code: FunctionBuilder,
  combiner: Combiner,
  from: Local,
  vectors: number,
  stride: number,
): Run {
  const count = vectors < PARALLEL ? 1 : PARALLEL;
  const steps = Math.floor(vectors / count);
  const run = new Run(code, combiner, steps, count);
  emitSteps(code, [run], { combiner, steps }, () => {
    run.take(from, 0, stride, "four");
    advance(code, from, count * stride);
  });
  for (let index = 0; index < vectors % count; index++) run.total.add(from, index * stride, "four");
  advance(code, from, (vectors % count) * stride);
  return run;
}
