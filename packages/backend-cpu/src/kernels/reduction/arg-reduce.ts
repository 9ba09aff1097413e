import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type CorePrimitives, type DType, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitStore } from "../../codegen/element-access.ts";
import { Lanes } from "../../codegen/lanes.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { kernel, type LoopRule, type Rules } from "../kernel-rule.ts";
import { emitLoadFew } from "./narrow-columns.ts";
import { BestSoFar, type Order } from "./best-so-far.ts";
import { slicedBesideAxis } from "./sliced-beside-axis.ts";

/** Where along an axis the best element is. */
export const ARG_REDUCTIONS: Rules<"argmax" | "argmin", ArgReduction> = {
  argmax: argReduction("greatest"),
  argmin: argReduction("least"),
};

type ArgReduction = LoopRule<CorePrimitives["argmax"]>;

function argReduction(order: Order): ArgReduction {
  return {
    kind: "loop",
    ...slicedBesideAxis,
    lower: ({ name, params, inputs }) =>
      kernel((module) => {
        const { shape, dtype } = present(inputs[0]);
        if (params.dtype !== "int32" && params.dtype !== "uint32") {
          throw dtypeUnsupported(name, `indices of ${params.dtype}`, "Indices are int32.");
        }
        const size = present(shape[params.axis]);
        const outer = sizeOf(shape.slice(0, params.axis));
        const inner = sizeOf(shape.slice(params.axis + 1));
        const code = new FunctionBuilder(["i32", "i32"]);
        if (sizeOf(shape) === 0) return module.define(code);

        const [from, to] = code.params;
        const search = { best: new BestSoFar(new Lanes(module, code), order, dtype), dtype, from, to, size };
        repeat(code, outer, () => {
          if (inner === 1 && size >= 4) emitRow(code, search);
          else emitColumns(code, search, inner);
        });
        return module.define(code);
      }),
  };
}

interface Search {
  readonly best: BestSoFar;
  readonly dtype: DType;
  readonly from: Local;
  readonly to: Local;
  /** Elements along the axis. */
  readonly size: number;
}

/** One row of four elements or more: the best of each fourth element, then the best of these. */
function emitRow(code: FunctionBuilder, { best, dtype, from, to, size }: Search): void {
  const width = dtypeInfo(dtype).bytes;
  const next = (elements: number): void => {
    advance(code, from, elements * width);
    emitLoad(code, from, dtype, "four");
    best.offer(elements);
  };
  emitLoad(code, from, dtype, "four");
  best.start("ascending");
  repeat(code, Math.floor(size / 4) - 1, () => next(4));
  // The last four, some of them for the second time.
  if (size % 4 > 0) next(size % 4);
  best.mergeLanes();
  emitStore(code, to, best.index, "int32", "one");
  advance(code, from, 4 * width);
  advance(code, to, 4);
}

/** Columns side by side, four at a time; the last four perhaps for the second time. */
function emitColumns(code: FunctionBuilder, search: Search, inner: number): void {
  const { best, dtype, from, to, size } = search;
  const width = dtypeInfo(dtype).bytes;
  const columns = (count: number): void => {
    const at = offset(code, from, 0);
    // A vector of a few columns reaches into the next rows, which the last ones have not.
    const whole = size - (Math.ceil(4 / count) - 1);
    const load = (row: number): void => {
      if (row < whole) emitLoad(code, at, dtype, "four");
      else emitLoadFew(code, at, dtype, count);
    };
    const next = (row: number): void => {
      advance(code, at, inner * width);
      load(row);
      best.offer(1);
    };
    load(0);
    best.start("first");
    repeat(code, whole - 1, () => next(1));
    for (let row = Math.max(1, whole); row < size; row++) next(row);
    if (count < 4)
      for (let lane = 0; lane < count; lane++)
        code
          .get(to)
          .get(best.index)
          .memoryLane("v128.store32_lane", lane, 4 * lane);
    else emitStore(code, to, best.index, "int32", "four");
    move(count);
  };
  const move = (elements: number): void => {
    advance(code, from, elements * width);
    advance(code, to, 4 * elements);
  };
  repeat(code, Math.floor(inner / 4), () => columns(4));
  if (inner < 4) columns(inner);
  else if (inner % 4 > 0) {
    move((inner % 4) - 4);
    columns(4);
  }
  advance(code, from, (size - 1) * inner * width);
}
