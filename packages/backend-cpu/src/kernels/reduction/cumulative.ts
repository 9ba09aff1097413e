import { type CorePrimitives, dtypeInfo, sizeOf } from "@elegy/autodiff/spi";
import { FunctionBuilder, type Local } from "../../assembler/function-builder.ts";
import { emitLoad, emitStore, type Lane } from "../../codegen/element-access.ts";
import { advance, offset, repeat } from "../../codegen/loop.ts";
import { present } from "../../codegen/present.ts";
import { kernel, type LoopRule, type Rules } from "../kernel-rule.ts";
import { type Combiner, combinerFor, type CombinerTable, MAX, MIN, PRODUCT, SUM } from "./combiner.ts";
import { Wide } from "./wide.ts";
import { slicedBesideAxis } from "./sliced-beside-axis.ts";

/** Along one axis. */
export const CUMULATIVE: Rules<"cumsum" | "cumprod" | "cummax" | "cummin", Cumulative> = {
  cumsum: cumulative(SUM),
  cumprod: cumulative(PRODUCT),
  cummax: cumulative(MAX),
  cummin: cumulative(MIN),
};

type Cumulative = LoopRule<CorePrimitives["cumsum"]>;

function cumulative(table: CombinerTable): Cumulative {
  return {
    kind: "loop",
    ...slicedBesideAxis,
    lower: (node) =>
      kernel((module) => {
        const combiner = combinerFor(table, node);
        const { shape } = present(node.inputs[0]);
        const { axis, reverse } = node.params;
        const code = new FunctionBuilder(["i32", "i32"]);
        if (sizeOf(shape) === 0) return module.define(code);

        const width = dtypeInfo(combiner.dtype).bytes;
        const size = present(shape[axis]);
        const inner = sizeOf(shape.slice(axis + 1));
        const [from, to] = code.params;
        const move = (bytes: number): void => {
          advance(code, from, bytes);
          advance(code, to, bytes);
        };
        const walk = { from, to, size, step: (reverse ? -inner : inner) * width };
        if (reverse) move((size - 1) * inner * width);
        repeat(code, sizeOf(shape.slice(0, axis)), () => {
          repeat(code, Math.floor(inner / 4), () => {
            emitRun(code, combiner, walk, "four");
            move(4 * width);
          });
          repeat(code, inner % 4, () => {
            emitRun(code, combiner, walk, "one");
            move(width);
          });
          move((size - 1) * inner * width);
        });
        return module.define(code);
      }),
  };
}

interface Walk {
  readonly from: Local;
  readonly to: Local;
  readonly size: number;
  /** Bytes from one element to the next along the axis. */
  readonly step: number;
}

/** Along the axis, in four lanes or one. Sums and products of floats run in float64, so that their error does not grow with their length. */
function emitRun(
  code: FunctionBuilder,
  { dtype, op, identity }: Combiner,
  { from, to, size, step }: Walk,
  lane: Lane,
): void {
  const [read, write, value] = [offset(code, from, 0), offset(code, to, 0), code.local("v128")];
  const wide = op === "f32x4.add" || op === "f32x4.mul" ? new Wide(code, op) : null;
  if (wide === null) code.v128(identity).set(value);
  else wide.start();
  repeat(code, size, () => {
    if (wide === null) {
      code.get(value);
      emitLoad(code, read, dtype, lane);
      code.op(op).set(value);
    } else {
      emitLoad(code, read, dtype, lane);
      code.set(value);
      wide.take(value);
      wide.giveLanes(value);
    }
    emitStore(code, write, value, dtype, lane);
    advance(code, read, step);
    advance(code, write, step);
  });
}
