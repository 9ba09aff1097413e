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

/** What has run together so far, in each of four lanes. */
interface Running {
  start(): void;
  /** Takes in a vector, and leaves what has run together in it. */
  take(vector: Local): void;
}

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
        const [source, target] = code.params;
        const last = reverse ? (size - 1) * inner * width : 0;
        const walk = {
          from: offset(code, source, last),
          to: offset(code, target, last),
          size,
          step: (reverse ? -inner : inner) * width,
        };
        const running = runningFor(code, combiner);
        const move = (bytes: number): void => {
          advance(code, walk.from, bytes);
          advance(code, walk.to, bytes);
        };
        repeat(code, sizeOf(shape.slice(0, axis)), () => {
          repeat(code, Math.floor(inner / 4), () => {
            emitRun(code, running, combiner, walk, "four");
            move(4 * width);
          });
          repeat(code, inner % 4, () => {
            emitRun(code, running, combiner, walk, "one");
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

/** Along the axis, in four lanes or one. */
function emitRun(
  code: FunctionBuilder,
  running: Running,
  { dtype }: Combiner,
  { from, to, size, step }: Walk,
  lane: Lane,
): void {
  const [read, write, vector] = [offset(code, from, 0), offset(code, to, 0), code.local("v128")];
  running.start();
  repeat(code, size, () => {
    emitLoad(code, read, dtype, lane);
    code.set(vector);
    running.take(vector);
    emitStore(code, write, vector, dtype, lane);
    advance(code, read, step);
    advance(code, write, step);
  });
}

/** Long sums and products of floats run in float64, so that their error does not grow with their length. */
function runningFor(code: FunctionBuilder, combiner: Combiner): Running {
  const { op, identity } = combiner;
  if (op === "f32x4.add" || op === "f32x4.mul") {
    const wide = new Wide(code, op === "f32x4.add" ? "f64x2.add" : "f64x2.mul");
    return {
      start: () => wide.start(),
      take(vector) {
        wide.take(vector);
        wide.giveLanes(vector);
      },
    };
  }
  const value = code.local("v128");
  return {
    start: () => code.v128(identity).set(value),
    take: (vector) => code.get(value).get(vector).op(op).tee(value).set(vector),
  };
}
