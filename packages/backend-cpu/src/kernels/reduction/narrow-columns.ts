import { dtypeInfo } from "@elegy/autodiff/spi";
import type { FunctionBuilder, Local } from "../../assembler/function-builder.ts";
import { emitLoadSplat, emitStore } from "../../codegen/element-access.ts";
import { offset } from "../../codegen/loop.ts";
import type { Combiner } from "./combiner.ts";
import { combineVectors } from "./parallel-run.ts";
import type { Pass } from "./passes.ts";

/** Leaves two or three elements, which may be the last there are, in the first lanes of a vector. */
export function emitLoadFew(
  code: FunctionBuilder,
  address: Local,
  dtype: Combiner["dtype"],
  count: number,
): void {
  const splat = (element: number): void =>
    emitLoadSplat(code, address, dtype, element * dtypeInfo(dtype).bytes);
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
  // The last row is followed by nothing that may be read.
  const row = offset(code, source, 0);
  const run = combineVectors(code, combiner, row, size - 1, inner * width);
  const { value } = run.total;
  code.get(value);
  emitLoadFew(code, row, dtype, inner);
  code.op(combiner.op).set(value);
  run.finish("lanes");
  const lane = code.local("v128");
  for (let column = 0; column < inner; column++) {
    code.get(value).get(value).shuffle([column, column, column, column]).set(lane);
    emitStore(code, target, lane, dtype, "one", column * width);
  }
}
