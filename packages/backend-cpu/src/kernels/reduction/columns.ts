import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitStore, type Lane } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import type { Combiner } from "./combiner.ts";
import { emitReduceNarrow } from "./narrow-columns.ts";
import type { Pass } from "./passes.ts";
import { emitSteps, Run } from "./parallel-run.ts";

/** Vectors side by side: a cache line of each row. */
const SIDE_BY_SIDE = 4;

/** Combines the rows of each of `outer` matrices of `size` × `inner` elements, as far as the first `columns` of them. */
export function emitReduceColumns(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  combiner: Combiner,
  pass: Pass,
  columns: number = pass.inner,
): void {
  const { outer, size, inner } = pass;
  const width = dtypeInfo(combiner.dtype).bytes;
  const from = offset(code, source, 0);
  const to = offset(code, target, 0);
  const move = (elements: number): void => {
    advance(code, from, elements * width);
    advance(code, to, elements * width);
  };
  const strip = (vectors: number, lane: Lane, count: number): void =>
    repeat(code, count, () => {
      emitStrip(code, from, to, combiner, pass, vectors, lane);
      move(lane === "one" ? 1 : 4 * vectors);
    });

  repeat(code, outer, () => {
    const vectors = Math.floor(columns / 4);
    const rest = columns % 4;
    strip(SIDE_BY_SIDE, "four", Math.floor(vectors / SIDE_BY_SIDE));
    strip(1, "four", vectors % SIDE_BY_SIDE);
    if (inner < 4 && size > 1) {
      emitReduceNarrow(code, from, to, combiner, pass);
      move(inner);
    } else if (rest > 0 && columns >= 4) {
      // The last four columns, some of them for the second time.
      move(rest - 4);
      strip(1, "four", 1);
    } else strip(1, "one", rest);
    move(inner - columns);
    advance(code, from, (size - 1) * inner * width);
  });
}

/** So many vectors of columns, or one column. */
function emitStrip(
  code: FunctionBuilder,
  from: Local,
  to: Local,
  combiner: Combiner,
  { size, inner }: Pass,
  vectors: number,
  lane: Lane,
): void {
  const width = dtypeInfo(combiner.dtype).bytes;
  const runs = Array.from({ length: vectors }, () => new Run(code, combiner, size, 1));
  const row = offset(code, from, 0);
  emitSteps(code, runs, { combiner, steps: size }, () => {
    for (const [index, run] of runs.entries()) run.take(row, 4 * index * width, 0, lane);
    advance(code, row, inner * width);
  });
  for (const [index, run] of runs.entries()) {
    run.finish("lanes");
    emitStore(code, to, run.total.value, combiner.dtype, lane, 4 * index * width);
  }
}
