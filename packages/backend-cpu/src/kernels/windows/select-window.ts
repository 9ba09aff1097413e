import { byteSize, type CorePrimitives, formatSpec, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitStore, type Lane } from "../../codegen/element-access.ts";
import { emitFilled } from "../../codegen/fill.ts";
import { floatBits } from "../../codegen/lanes.ts";
import { offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import type { Place } from "../for-each-place.ts";
import type { LoopRule, Rules } from "../kernel-rule.ts";
import { emitPadded, emitUnpadded, paddedOperand } from "./padded-operand.ts";
import { forEachTap, forEachWindow, isAlone, windowWalk } from "./window-walk.ts";

/** By one operand an element of each window is chosen, of another one it counts. */
export const WINDOW_SELECTIONS: Rules<"selectAndGatherAdd" | "selectAndScatterAdd", Selection> = {
  /** Takes, from each window, the value at the place of the chosen operand. */
  selectAndGatherAdd: selection(false),
  /** Adds, for each window, a value at the place of the chosen operand. */
  selectAndScatterAdd: selection(true),
};

type Selection = LoopRule<CorePrimitives["selectAndGatherAdd"]>;
type Params = CorePrimitives["selectAndGatherAdd"];

function selection(scatters: boolean): Selection {
  return {
    kind: "loop",
    sliced: ({ params }) => (isAlone(params, 0) ? [true, true] : null),
    lower({ name, params, inputs, outputs }) {
      const operand = present(inputs[1]);
      if (operand.dtype !== "float32")
        throw dtypeUnsupported(name, formatSpec(operand), "Convert to float32 first.");
      const padded = paddedOperand(operand.shape, operand.dtype, params);
      const windows = present(scatters ? inputs[0] : outputs[0]).shape;
      return {
        workspaceBytes: 2 * padded.bytes,
        define(module) {
          const code = FunctionBuilder.ofAddresses(padded.bytes > 0 ? 4 : 3);
          const [given, choosing, target, workspace] = code.params;
          if (scatters) emitFilled(code, present(target), byteSize(operand));
          if (sizeOf(windows) === 0) return module.define(code);
          const [values, results] = scatters ? [target, given] : [given, target];
          let operands = [present(choosing), present(values)];
          if (workspace !== undefined) {
            operands = [workspace, offset(code, workspace, padded.bytes)];
            emitPadded(code, padded, present(choosing), workspace, worst(params));
            if (scatters) emitFilled(code, present(operands[1]), padded.bytes);
            else emitPadded(code, padded, present(given), present(operands[1]), 0);
          }
          const walk = windowWalk(params, padded, windows, 2);
          const search = new Search(code, params);
          const [value, sum] = [code.local("v128"), code.local("v128")];
          const at = code.local("i32");
          forEachWindow(code, walk, [...operands, present(results)], (places, result, lane) => {
            search.start();
            forEachTap(code, walk, places, ([candidate, other], pushMark) => {
              search.take(present(candidate), lane);
              if (scatters) search.keep(() => pushMark().op("i32x4.splat"));
              else search.keep(() => pushLoaded(code, present(other), lane));
            });
            if (!scatters) {
              emitStore(code, result, search.kept, "float32", lane);
              return;
            }
            emitLoad(code, result, "float32", lane);
            code.set(value);
            forEachTap(code, walk, places, ([, other], pushMark) => {
              const { address, bytes } = present(other);
              code.get(address).i32(bytes).op("i32.add").set(at);
              emitLoad(code, at, "float32", lane);
              pushMark().op("i32x4.splat").get(search.kept).op("i32x4.eq").get(value).op("v128.and");
              code.op("f32x4.add").set(sum);
              emitStore(code, at, sum, "float32", lane);
            });
          });
          if (scatters && workspace !== undefined)
            emitUnpadded(code, padded, present(operands[1]), present(target));
          return module.define(code);
        },
      };
    },
  };
}

/** The best element of four windows so far: one that is not as good as the next gives way to it, as does NaN. */
class Search {
  /** What was kept with the best one. */
  readonly kept: Local;
  readonly #code: FunctionBuilder;
  readonly #select: Params["select"];
  readonly #better: Local;
  readonly #best: Local;
  readonly #value: Local;

  constructor(code: FunctionBuilder, { select }: Params) {
    this.#code = code;
    this.#select = select;
    this.kept = code.local("v128");
    this.#better = code.local("v128");
    this.#best = code.local("v128");
    this.#value = code.local("v128");
  }

  start(): void {
    this.#code.v128(floatBits(Number.NaN)).set(this.#best);
  }

  take(place: Place, lane: Lane): void {
    const [best, value, better] = [this.#best, this.#value, this.#better];
    pushLoaded(this.#code, place, lane).set(value);
    this.#code.get(best).get(value).op(`f32x4.${this.#select}`).op("v128.not").set(better);
    this.#code.get(value).get(best).get(better).op("v128.bitselect").set(best);
  }

  /** Where the last element was taken, keeps what is pushed. */
  keep(push: () => void): void {
    push();
    this.#code.get(this.kept).get(this.#better).op("v128.bitselect").set(this.kept);
  }
}

function pushLoaded(code: FunctionBuilder, { address, bytes }: Place, lane: Lane): FunctionBuilder {
  return code.get(address).memory(lane === "four" ? "v128.load" : "v128.load32_zero", bytes);
}

/** The bits of the element that any other beats. */
function worst({ select }: Params): number {
  return floatBits(select === "ge" ? -Infinity : Infinity);
}
