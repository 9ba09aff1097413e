import { type CorePrimitives, formatSpec, sizeOf, type TensorSpec, type NodeSpec } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitStore, type Lane } from "../../codegen/element-access.ts";
import { floatBits } from "../../codegen/lanes.ts";
import { offset } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import type { LoopRule, Rules } from "../kernel-rule.ts";
import { emitFilled, emitPadded, emitUnpadded, type PaddedOperand, paddedOperand } from "./padded-operand.ts";
import { forEachTap, forEachWindow, isAlone, type Tap, windowWalk } from "./window-walk.ts";

/** By one operand an element of each window is chosen, of another one it counts. */
export const WINDOW_SELECTIONS: Rules<"selectAndGatherAdd" | "selectAndScatterAdd", Selection> = {
  /** Takes, from each window, the value at the place of the chosen operand. */
  selectAndGatherAdd: {
    kind: "loop",
    sliced: ({ params }) => (isAlone(params, 0) ? [true, true] : null),
    lower(node) {
      const padded = paddedFloats(node, present(node.inputs[1]));
      const results = present(node.outputs[0]).shape;
      return {
        workspaceBytes: 2 * padded.bytes,
        define(module) {
          const code = functionOf(padded);
          const [values, operand, target, workspace] = code.params;
          if (sizeOf(results) === 0) return module.define(code);
          let sources = [present(operand), present(values)];
          if (workspace !== undefined) {
            sources = [workspace, offset(code, workspace, padded.bytes)];
            emitPadded(code, padded, present(operand), present(sources[0]), worst(node.params));
            emitPadded(code, padded, present(values), present(sources[1]), 0);
          }
          const walk = windowWalk(node.params, padded, results);
          const search = new Search(code, node.params);
          const [value, chosen] = [code.local("v128"), code.local("v128")];
          forEachWindow(code, walk, sources, [present(target)], (at, [result], lane) => {
            search.start();
            forEachTap(code, walk, at, (tap) => {
              search.take(tap, lane);
              loadTap(code, present(tap.addresses[1]), tap.bytes, lane, value);
              code.get(value).get(chosen).get(search.better).op("v128.bitselect").set(chosen);
            });
            emitStore(code, present(result), chosen, "float32", lane);
          });
          return module.define(code);
        },
      };
    },
  },
  /** Adds, for each window, a value at the place of the chosen operand. */
  selectAndScatterAdd: {
    kind: "loop",
    sliced: ({ params }) => (isAlone(params, 0) ? [true, true] : null),
    lower(node) {
      const [source, operand] = [present(node.inputs[0]), present(node.inputs[1])];
      const padded = paddedFloats(node, operand);
      return {
        workspaceBytes: 2 * padded.bytes,
        define(module) {
          const code = functionOf(padded);
          const [from, other, target, workspace] = code.params;
          let [values, sums] = [present(other), present(target)];
          emitFilled(code, { ...padded, shape: operand.shape }, present(target), 0);
          if (sizeOf(source.shape) === 0) return module.define(code);
          if (workspace !== undefined) {
            [values, sums] = [workspace, offset(code, workspace, padded.bytes)];
            emitPadded(code, padded, present(other), values, worst(node.params));
            emitFilled(code, padded, sums, 0);
          }
          const walk = windowWalk(node.params, padded, source.shape);
          const search = new Search(code, node.params);
          const [index, added, sum] = [code.local("v128"), code.local("v128"), code.local("v128")];
          const at = code.local("i32");
          forEachWindow(code, walk, [values, sums], [present(from)], (operands, [value], lane) => {
            search.start();
            forEachTap(code, walk, operands, (tap) => {
              search.take(tap, lane);
              tap.pushIndex();
              code.op("i32x4.splat").get(index).get(search.better).op("v128.bitselect").set(index);
            });
            emitLoad(code, present(value), "float32", lane);
            code.set(added);
            forEachTap(code, walk, operands, (tap) => {
              code.get(present(tap.addresses[1])).i32(tap.bytes).op("i32.add").set(at);
              emitLoad(code, at, "float32", lane);
              tap.pushIndex();
              code.op("i32x4.splat").get(index).op("i32x4.eq").get(added).op("v128.and");
              code.op("f32x4.add").set(sum);
              emitStore(code, at, sum, "float32", lane);
            });
          });
          if (workspace !== undefined) emitUnpadded(code, padded, sums, present(target));
          return module.define(code);
        },
      };
    },
  },
};

type Selection = LoopRule<CorePrimitives["selectAndGatherAdd"]>;
type Params = CorePrimitives["selectAndGatherAdd"];

/** The best element of four windows so far: one that is not as good as the next gives way to it, as does NaN. */
class Search {
  /** Where the last element was taken. */
  readonly better: Local;
  readonly #code: FunctionBuilder;
  readonly #select: Params["select"];
  readonly #best: Local;
  readonly #value: Local;

  constructor(code: FunctionBuilder, { select }: Params) {
    this.#code = code;
    this.#select = select;
    this.better = code.local("v128");
    this.#best = code.local("v128");
    this.#value = code.local("v128");
  }

  start(): void {
    this.#code.v128(floatBits(Number.NaN)).set(this.#best);
  }

  /** Looks at the first of the operands of a tap. */
  take({ addresses, bytes }: Tap, lane: Lane): void {
    const [best, value] = [this.#best, this.#value];
    loadTap(this.#code, present(addresses[0]), bytes, lane, value);
    this.#code.get(best).get(value).op(`f32x4.${this.#select}`).op("v128.not").set(this.better);
    this.#code.get(value).get(best).get(this.better).op("v128.bitselect").set(best);
  }
}

function loadTap(code: FunctionBuilder, address: Local, bytes: number, lane: Lane, value: Local): void {
  code
    .get(address)
    .memory(lane === "four" ? "v128.load" : "v128.load32_zero", bytes)
    .set(value);
}

function paddedFloats({ name, params }: NodeSpec<Params>, operand: TensorSpec): PaddedOperand {
  if (operand.dtype !== "float32")
    throw dtypeUnsupported(name, formatSpec(operand), "Convert to float32 first.");
  return paddedOperand(operand.shape, operand.dtype, params);
}

/** The bits of the element that any other beats. */
function worst({ select }: Params): number {
  return floatBits(select === "ge" ? -Infinity : Infinity);
}

/** Two inputs, an output, and a workspace where there is padding. */
function functionOf({ bytes }: PaddedOperand): FunctionBuilder {
  return FunctionBuilder.ofAddresses(bytes > 0 ? 4 : 3);
}
