import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitStore } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import type { Combiner } from "./combiner.ts";
import { ParallelRun } from "./parallel-run.ts";

/** Combines each of `rows` contiguous rows of `size` elements. */
export function emitReduceRows(
  code: FunctionBuilder,
  source: Local,
  target: Local,
  combiner: Combiner,
  { rows, size }: { readonly rows: number; readonly size: number },
): void {
  const width = dtypeInfo(combiner.dtype).bytes;
  const [from, to] = [offset(code, source, 0), offset(code, target, 0)];
  const run = new ParallelRun(code, combiner, Math.floor(size / 4), 4 * width);
  repeat(code, rows, () => {
    run.take(from);
    for (let index = 0; index < run.left; index++) run.total.add(from, 4 * index * width, "four");
    const rest = 4 * run.left;
    for (let index = 0; index < size % 4; index++) run.total.add(from, (rest + index) * width, "one");
    advance(code, from, (rest + (size % 4)) * width);
    run.finish("one");
    emitStore(code, to, run.total.value, combiner.dtype, "one");
    advance(code, to, width);
  });
}
