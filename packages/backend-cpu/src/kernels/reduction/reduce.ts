import { type CorePrimitives, dtypeInfo } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { roundUp } from "../../memory/free-list.ts";
import { ranges } from "../../plan/cut.ts";
import { type Kernel, type LoopRule, type Part, type Rules } from "../kernel-rule.ts";
import { emitReduceColumns } from "./columns.ts";
import {
  AND,
  type Combiner,
  combinerFor,
  type CombinerTable,
  MAX,
  MIN,
  OR,
  PRODUCT,
  SUM,
} from "./combiner.ts";
import { type Pass, passesOf } from "./passes.ts";
import { emitReduceRows } from "./rows.ts";

/** Over any axes. */
export const REDUCTIONS: Rules<
  "reduceSum" | "reduceMax" | "reduceMin" | "reduceProd" | "reduceAnd" | "reduceOr",
  Reduction
> = {
  reduceSum: reduction(SUM),
  reduceMax: reduction(MAX),
  reduceMin: reduction(MIN),
  reduceProd: reduction(PRODUCT),
  reduceAnd: reduction(AND),
  reduceOr: reduction(OR),
};

type Reduction = LoopRule<CorePrimitives["reduceSum"]>;

function reduction(table: CombinerTable): Reduction {
  return {
    kind: "loop",
    sliced: ({ params, inputs }) =>
      params.axes.includes(0) || present(inputs[0]).shape.length === 0 ? null : [true],
    joinAxes: (params, count) =>
      params.axes.every((axis) => axis >= count)
        ? { ...params, axes: params.axes.map((axis) => axis - count + 1) }
        : null,
    lower(node) {
      const combiner = combinerFor(table, node);
      const passes = passesOf(present(node.inputs[0]).shape, node.params.axes);
      const [only, ...others] = passes;
      const whole = passesKernel(combiner, passes);
      return others.length === 0 && only?.outer === 1 && only.inner > 1
        ? { ...whole, parts: (count) => columnParts(combiner, only, count) }
        : whole;
    },
  };
}

/**
 * One pass after another, the results of all but the last in the workspace.
 *
 * @param columns as many of each matrix, from its first one; left out, all.
 */
function passesKernel(combiner: Combiner, passes: readonly Pass[], columns?: number): Kernel {
  const bytes = ({ outer, inner }: Pass): number => roundUp(outer * inner * dtypeInfo(combiner.dtype).bytes);
  const workspaceBytes = passes.slice(0, -1).reduce((sum, pass) => sum + bytes(pass), 0);
  return {
    workspaceBytes,
    define(module) {
      const code = FunctionBuilder.ofAddresses(workspaceBytes > 0 ? 3 : 2);
      const [operand, result, workspace] = code.params;
      let source = present(operand);
      let used = 0;
      for (const [index, pass] of passes.entries()) {
        const last = index === passes.length - 1;
        const target = last ? present(result) : offset(code, workspace ?? present(result), used);
        if (pass.outer * pass.inner > 0) {
          if (pass.inner === 1)
            emitReduceRows(code, source, target, combiner, { rows: pass.outer, size: pass.size });
          else emitReduceColumns(code, source, target, combiner, pass, columns);
        }
        used += bytes(pass);
        source = target;
      }
      return module.define(code);
    },
  };
}

/** Each result is of one column, so some of them go on as all do. */
function columnParts(combiner: Combiner, pass: Pass, count: number): Part[] {
  const { bytes } = dtypeInfo(combiner.dtype);
  return ranges(pass.inner, count, [bytes]).map(({ first, size }) => ({
    kernel: passesKernel(combiner, [pass], size),
    offsets: [first * bytes, first * bytes],
  }));
}
