import { type CorePrimitives, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { emitStore } from "../../codegen/element-access.ts";
import { present } from "../../codegen/present.ts";
import type { LoopRule, Rules } from "../kernel-rule.ts";
import { Accumulator } from "../reduction/accumulator.ts";
import { combinerFor, type CombinerTable, MAX, MIN, SUM } from "../reduction/combiner.ts";
import { Extreme, isExtreme } from "../reduction/extreme.ts";
import { emitPadded, paddedOperand } from "./padded-operand.ts";
import { forEachTap, forEachWindow, isAlone, windowWalk } from "./window-walk.ts";

/** Each window becomes one element. */
export const WINDOW_REDUCTIONS: Rules<
  "reduceWindowSum" | "reduceWindowMax" | "reduceWindowMin",
  WindowReduction
> = {
  reduceWindowSum: windowReduction(SUM),
  reduceWindowMax: windowReduction(MAX),
  reduceWindowMin: windowReduction(MIN),
};

type WindowReduction = LoopRule<CorePrimitives["reduceWindowSum"]>;

function windowReduction(table: CombinerTable): WindowReduction {
  return {
    kind: "loop",
    sliced: ({ params }) => (isAlone(params, 0) ? [true] : null),
    lower(node) {
      const combiner = combinerFor(table, node);
      const { shape, dtype } = present(node.inputs[0]);
      const results = present(node.outputs[0]).shape;
      const padded = paddedOperand(shape, dtype, node.params);
      return {
        workspaceBytes: padded.bytes,
        define(module) {
          const code = FunctionBuilder.ofAddresses(padded.bytes > 0 ? 3 : 2);
          const [operand, target, workspace] = code.params;
          if (sizeOf(results) === 0) return module.define(code);
          if (workspace !== undefined) {
            emitPadded(code, padded, present(operand), workspace, memoryBits(combiner.identity, dtype));
          }
          const walk = windowWalk(node.params, padded, results, 1);
          const accumulator = new Accumulator(code, combiner);
          const taps = sizeOf(node.params.windowDimensions);
          const extreme = isExtreme(combiner, taps) ? new Extreme(code, combiner) : null;
          const source = workspace ?? present(operand);
          const reduceWindow: Parameters<typeof forEachWindow>[3] = (operands, result, lane) => {
            accumulator.start();
            const quick = lane === "four" ? extreme : null;
            quick?.start();
            forEachTap(code, walk, operands, ([place]) => {
              const { address, bytes } = present(place);
              if (quick === null) accumulator.add(address, bytes, lane);
              else quick.take(accumulator, address, bytes);
            });
            quick?.settle(accumulator);
            emitStore(code, result, accumulator.value, dtype, lane);
          };
          forEachWindow(code, walk, [source, present(target)], reduceWindow, true);
          return module.define(code);
        },
      };
    },
  };
}

/** A value of registers as it is repeated in memory. */
function memoryBits(identity: number, dtype: string): number {
  if (dtype === "bool") return identity & 0x01010101;
  return dtype === "uint8" ? (identity & 255) * 0x01010101 : identity;
}
