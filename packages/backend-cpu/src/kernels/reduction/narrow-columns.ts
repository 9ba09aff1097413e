import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitLoadSplat, emitStore } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { Accumulator } from "./accumulator.ts";
import type { Combiner } from "./combiner.ts";
import { Extreme, isExtreme } from "./extreme.ts";
import type { Pass } from "./passes.ts";
import { needsWideSum, repeatInBlocks, WideSum } from "./wide-sum.ts";

/** Independent accumulators hide the latency of an operation. */
const PARALLEL = 4;

/** Leaves two or three elements, which may be the last there are, in the first lanes of a vector. */
export function emitLoadFew(
  code: FunctionBuilder,
  address: Local,
  dtype: Combiner["dtype"],
  count: number,
): void {
  const splat = (element: number): void =>
    emitLoadSplat(code, offset(code, address, element * dtypeInfo(dtype).bytes), dtype);
  splat(0);
  for (let element = 1; element < count; element++) {
    splat(element);
    code.shuffle(element === 1 ? [0, 4, 4, 4] : [0, 1, 4, 4]);
  }
}

/** Combines the rows of a matrix of two or three columns, a vector for each row: what of the next row is in it does not count. */
export function emitReduceNarrow(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  combiner: Combiner,
  { size, inner }: Pick<Pass, "size" | "inner">,
): void {
  const { dtype } = combiner;
  const width = dtypeInfo(dtype).bytes;
  const accumulators = Array.from({ length: PARALLEL }, () => new Accumulator(code, combiner));
  const first = present(accumulators[0]);
  const steps = Math.max(0, Math.floor((size - 1) / PARALLEL));
  const wide = needsWideSum(combiner, steps) ? new WideSum(code) : null;
  const extreme = isExtreme(combiner, steps) ? new Extreme(code, combiner) : null;
  const row = offset(code, source, 0);

  const step = (): void => {
    for (const [index, accumulator] of accumulators.entries()) {
      if (extreme === null) accumulator.add(row, index * inner * width, "four");
      else extreme.take(accumulator, row, index * inner * width);
    }
    advance(code, row, PARALLEL * inner * width);
  };
  const mergeAll = (): void => {
    for (const other of accumulators.slice(1)) first.merge(other);
  };
  const add = (load: () => void): void => {
    code.get(first.value);
    load();
    code.op(combiner.op).set(first.value);
    advance(code, row, inner * width);
  };

  for (const accumulator of accumulators) accumulator.start();
  extreme?.start();
  if (wide === null) {
    repeat(code, steps, step);
    mergeAll();
  } else {
    wide.start();
    repeatInBlocks(code, steps, step, () => {
      mergeAll();
      wide.take(first);
      for (const other of accumulators.slice(1)) other.start();
    });
  }
  extreme?.settle(first);
  // The last row is followed by nothing that may be read.
  for (let left = size - PARALLEL * steps; left > 0; left--)
    add(left > 1 ? () => emitLoad(code, row, dtype, "four") : () => emitLoadFew(code, row, dtype, inner));
  if (wide !== null) {
    wide.take(first);
    wide.giveLanes(first);
  }
  const lane = code.local("v128");
  for (let column = 0; column < inner; column++) {
    code.get(first.value).get(first.value).shuffle([column, column, column, column]).set(lane);
    emitStore(code, offset(code, target, column * width), lane, dtype, "one");
  }
}
