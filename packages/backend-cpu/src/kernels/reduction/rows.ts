import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitStore } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import type { Combiner } from "./combiner.ts";
import { combineVectors } from "./parallel-run.ts";

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
  const rest = size % 4;
  repeat(code, rows, () => {
    const run = combineVectors(code, combiner, from, Math.floor(size / 4), 4 * width);
    for (let index = 0; index < rest; index++) run.total.add(from, index * width, "one");
    advance(code, from, rest * width);
    run.finish("one");
    emitStore(code, to, run.total.value, combiner.dtype, "one");
    advance(code, to, width);
  });
}
