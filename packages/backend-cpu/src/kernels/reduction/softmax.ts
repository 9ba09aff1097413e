import { type DerivedPrimitives, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { defineFusedLoop, type FusedLoop } from "../../codegen/fused-loop.ts";
import { floatBits } from "../../codegen/lanes.ts";
import { advance, repeat } from "../../codegen/loop.ts";
import { raisedExp } from "../../codegen/math/exp.ts";
import { present } from "../../codegen/present.ts";
import { roundUp } from "../../memory/free-list.ts";
import type { LoopRule } from "../kernel-rule.ts";
import { emitReduceColumns } from "./columns.ts";
import { type Combiner, combinerFor, SUM } from "./combiner.ts";
import { emitReduceRows } from "./rows.ts";
import { slicedBesideAxis } from "./sliced-beside-axis.ts";

/** So many elements are taken at once, if rows are short: they stay in the nearest cache from step to step. */
const NEAR = 4096;

/** Unlike that of `MAX`, a NaN is passed over: it is in the sum, hence in all quotients of its row. */
const GREATEST: Combiner = {
  dtype: "float32",
  op: "f32x4.pmax",
  identity: floatBits(-Infinity),
  idempotent: true,
};

/**
 * Some rows at a time: maxima, exponentials, sums, quotients. The exponentials are all 2⁹⁶ times what they should be, which
 * the quotients do not show; quotients are products with the reciprocal of a sum.
 */
export const softmax: LoopRule<DerivedPrimitives["softmax"]> = {
  kind: "loop",
  updatesFirst: true,
  ...slicedBesideAxis,
  lower(node) {
    const { axis } = node.params;
    const { shape } = present(node.inputs[0]);
    const sum = combinerFor(SUM, node);
    const [outer, size, inner] = [
      sizeOf(shape.slice(0, axis)),
      present(shape[axis]),
      sizeOf(shape.slice(axis + 1)),
    ];
    const rows = inner === 1 ? greatestDivisor(outer, NEAR / size) : 1;
    return {
      workspaceBytes: roundUp(4 * rows * inner),
      define(module) {
        const code = new FunctionBuilder(["i32", "i32", "i32"]);
        if (sizeOf(shape) === 0) return module.define(code);
        const [from, to, results] = code.params;
        const loop = (body: FusedLoop["body"]) =>
          defineFusedLoop(module, {
            shape: [rows, size, inner],
            reads: [
              { dtype: "float32", strides: [size, inner, 1] },
              { dtype: "float32", strides: [1, 0, inner === 1 ? 0 : 1] },
            ],
            writes: ["float32"],
            body,
            within: true,
          });
        const exponentials = loop((lanes, [x, most]) => [
          raisedExp(lanes, lanes.op("f32x4.sub", present(x), present(most))),
        ]);
        const quotients = loop((lanes, [x, total]) => [
          lanes.op("f32x4.mul", present(x), lanes.op("f32x4.div", lanes.float(1), present(total))),
        ]);
        repeat(code, outer / rows, () => {
          for (const [combiner, operand, then] of [
            [GREATEST, from, exponentials],
            [sum, to, quotients],
          ] as const) {
            if (inner === 1) emitReduceRows(code, operand, results, combiner, { rows, size });
            else emitReduceColumns(code, operand, results, combiner, { outer: 1, size, inner });
            code.get(operand).get(results).get(to).call(then);
          }
          advance(code, from, 4 * rows * size * inner);
          advance(code, to, 4 * rows * size * inner);
        });
        return module.define(code);
      },
    };
  },
};

/** The greatest number ≤ `most` that divides another, at least 1. */
function greatestDivisor(of: number, most: number): number {
  for (let divisor = Math.floor(Math.min(of, most)); divisor > 1; divisor--)
    if (of % divisor === 0) return divisor;
  return 1;
}
