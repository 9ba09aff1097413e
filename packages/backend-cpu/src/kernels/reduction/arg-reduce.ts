import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type CorePrimitives, type DType, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitLoadSplat, emitStore } from "../../codegen/element-access.ts";
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
        if (outer * inner === 0) return module.define(code);

        const [source, target] = code.params;
        const search: Search = {
          best: new BestSoFar(new Lanes(module, code), order, dtype),
          dtype,
          from: offset(code, source, 0),
          to: offset(code, target, 0),
          size,
        };
        if (inner === 1) repeat(code, outer, () => emitRow(code, search));
        else repeat(code, outer, () => emitColumns(code, search, inner));
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

/** One row: the best of each fourth element, then the best of these. */
function emitRow(code: FunctionBuilder, { best, dtype, from, to, size }: Search): void {
  const width = dtypeInfo(dtype).bytes;
  const [value, indices] = [code.local("v128"), code.local("v128")];
  const step = (elements: 1 | 4): void => {
    best.offer(value, indices);
    code.get(indices).v128(elements).op("i32x4.add").set(indices);
    advance(code, from, elements * width);
  };
  const load = (elements: 1 | 4): void => {
    if (elements === 4) emitLoad(code, from, dtype, "four");
    else emitLoadSplat(code, from, dtype);
    code.set(value);
  };
  const vectors = Math.floor(size / 4);
  code.v128(0).set(indices);
  if (vectors > 0) code.v128Ascending().set(indices);
  if (size > 0) {
    load(vectors > 0 ? 4 : 1);
    best.start(value, indices);
    step(vectors > 0 ? 4 : 1);
  } else best.start(value, indices);
  repeat(code, vectors - 1, () => {
    load(4);
    step(4);
  });
  if (vectors > 0) {
    best.mergeLanes();
    code.v128(4 * vectors).set(indices);
  }
  repeat(code, vectors > 0 ? size % 4 : size - 1, () => {
    load(1);
    step(1);
  });
  emitStore(code, to, best.index, "int32", "one");
  advance(code, to, 4);
}

/** Columns side by side, four at a time; the last four perhaps for the second time. */
function emitColumns(code: FunctionBuilder, search: Search, inner: number): void {
  const { best, dtype, from, to, size } = search;
  const width = dtypeInfo(dtype).bytes;
  const [value, indices] = [code.local("v128"), code.local("v128")];
  const columns = (count: number): void => {
    const at = offset(code, from, 0);
    const load = (few: boolean): void => {
      if (few) emitLoadFew(code, at, dtype, count);
      else emitLoad(code, at, dtype, "four");
      code.set(value);
      advance(code, at, inner * width);
    };
    // A vector of a few columns reaches into the next row, which the last one has not.
    const narrow = count < 4;
    const take = (few: boolean): void => {
      load(few);
      code.get(indices).v128(1).op("i32x4.add").set(indices);
      best.offer(value, indices);
    };
    code.v128(0).set(indices);
    if (size > 0) load(narrow && size === 1);
    best.start(value, indices);
    repeat(code, narrow ? size - 2 : size - 1, () => take(false));
    if (narrow && size > 1) take(true);
    if (narrow)
      for (let lane = 0; lane < count; lane++)
        code
          .get(to)
          .get(best.index)
          .memoryLane("v128.store32_lane", lane, 4 * lane);
    else emitStore(code, to, best.index, "int32", "four");
    advance(code, from, count * width);
    advance(code, to, 4 * count);
  };
  const back = (elements: number): void => {
    advance(code, from, -elements * width);
    advance(code, to, -4 * elements);
  };
  repeat(code, Math.floor(inner / 4), () => columns(4));
  if (inner % 4 > 0 && inner >= 4) {
    back(4 - (inner % 4));
    columns(4);
  } else if (inner < 4) columns(inner);
  advance(code, from, (size - 1) * inner * width);
}
