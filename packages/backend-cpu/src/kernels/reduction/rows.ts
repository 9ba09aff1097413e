import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitStore } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { Accumulator } from "./accumulator.ts";
import type { Combiner } from "./combiner.ts";
import { Extreme, isExtreme } from "./extreme.ts";
import { needsWideSum, repeatInBlocks, WideSum } from "./wide-sum.ts";

/** Independent accumulators hide the latency of an addition. */
const PARALLEL = 4;

/** Combines each of `rows` contiguous rows of `size` elements. */
export function emitReduceRows(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  combiner: Combiner,
  { rows, size }: { readonly rows: number; readonly size: number },
): void {
  const width = dtypeInfo(combiner.dtype).bytes;
  const vectors = Math.floor(size / 4);
  const count = vectors >= PARALLEL ? PARALLEL : 1;
  const steps = Math.floor(vectors / count);
  const accumulators = Array.from({ length: count }, () => new Accumulator(code, combiner));
  const first = present(accumulators[0]);
  const wide = needsWideSum(combiner, steps) ? new WideSum(code) : null;
  const extreme = isExtreme(combiner, steps) ? new Extreme(code, combiner) : null;
  const from = offset(code, source, 0);
  const to = offset(code, target, 0);

  const step = (): void => {
    for (const [index, accumulator] of accumulators.entries()) {
      if (extreme === null) accumulator.add(from, 4 * index * width, "four");
      else extreme.take(accumulator, from, 4 * index * width);
    }
    advance(code, from, 4 * count * width);
  };
  const mergeAll = (): void => {
    for (const other of accumulators.slice(1)) first.merge(other);
  };

  repeat(code, rows, () => {
    for (const accumulator of accumulators) accumulator.start();
    extreme?.start();
    if (wide === null) repeat(code, steps, step);
    else {
      wide.start();
      repeatInBlocks(code, steps, step, () => {
        mergeAll();
        wide.take(first);
        for (const other of accumulators.slice(1)) other.start();
      });
    }
    if (extreme !== null) {
      mergeAll();
      extreme.settle(first);
    }
    const restVectors = vectors - steps * count;
    for (let index = 0; index < restVectors; index++) first.add(from, 4 * index * width, "four");
    for (let index = 0; index < size % 4; index++) first.add(from, (4 * restVectors + index) * width, "one");
    advance(code, from, (4 * restVectors + (size % 4)) * width);

    mergeAll();
    if (wide === null) first.mergeLanes();
    else {
      wide.take(first);
      wide.giveTotal(first);
    }
    emitStore(code, to, first.value, combiner.dtype, "one");
    advance(code, to, width);
  });
}
