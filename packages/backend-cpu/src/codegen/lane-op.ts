import type { DType } from "@elegy/autodiff/spi";
import type { Op } from "../assembler/opcodes.ts";

/** Operations that integers with a sign have another instruction for. */
type Ordered = "lt" | "le" | "gt" | "ge" | "min" | "max";
export type LaneOp = Ordered | "add" | "sub" | "mul" | "neg" | "abs" | "eq" | "ne";

const ORDERED: ReadonlySet<LaneOp> = new Set<Ordered>(["lt", "le", "gt", "ge", "min", "max"]);

/** The instruction for four elements of a dtype, as registers hold them: all but floats and `int32` are unsigned. */
export function laneOp(name: LaneOp, dtype: DType): Op {
  if (dtype === "float32") return `f32x4.${name}`;
  if (!isOrdered(name)) return `i32x4.${name}`;
  return dtype === "int32" ? `i32x4.${name}_s` : `i32x4.${name}_u`;
}

function isOrdered(name: LaneOp): name is Ordered {
  return ORDERED.has(name);
}
