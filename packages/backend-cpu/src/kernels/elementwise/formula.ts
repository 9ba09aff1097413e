import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import { type DType, formatSpec, type NodeSpec } from "@elegy/autodiff/spi";
import type { Local } from "../../assembler/function-builder.ts";
import type { Op } from "../../assembler/opcodes.ts";
import { laneOp, type LaneOp } from "../../codegen/lane-op.ts";
import type { Lanes } from "../../codegen/lanes.ts";
import { present } from "../../codegen/present.ts";
import type { ElementwiseRule } from "../kernel-rule.ts";

/** The vector of a result from those of the operands. Only emits instructions. */
export type Unary = (lanes: Lanes, x: Local) => Local;
export type Binary = (lanes: Lanes, x: Local, y: Local) => Local;
export type Formula = (lanes: Lanes, ...operands: Local[]) => Local;

export type ByDType<F> = Readonly<Partial<Record<DType, F>>>;

/** One instruction. */
export function op(name: Op): Formula {
  return (lanes, ...operands) => lanes.op(name, ...operands);
}

/** The instruction of this name for each of some dtypes. */
export function laneOps(name: LaneOp, dtypes: readonly DType[] = WORDS): ByDType<Formula> {
  return Object.fromEntries(dtypes.map((dtype) => [dtype, op(laneOp(name, dtype))]));
}

const WORDS: readonly DType[] = ["float32", "int32", "uint32"];

/** A rule with a formula for each dtype of its operand. */
export function unary(formulas: ByDType<Unary>): ElementwiseRule<object> {
  return {
    kind: "elementwise",
    emit(lanes, [x], node) {
      const formula = pick(formulas, node);
      return [formula(lanes, present(x))];
    },
  };
}

/** A rule with a formula for each dtype of its two operands. */
export function binary(formulas: ByDType<Binary>): ElementwiseRule<object> {
  return {
    kind: "elementwise",
    emit(lanes, [x, y], node) {
      const formula = pick(formulas, node);
      return [formula(lanes, present(x), present(y))];
    },
  };
}

function pick<F>(formulas: ByDType<F>, { name, inputs }: NodeSpec<object>): F {
  const formula = formulas[present(inputs[0]).dtype];
  if (formula === undefined) {
    const hint = `It has one for ${Object.keys(formulas).join(", ")}: convert first.`;
    throw dtypeUnsupported(name, inputs.map(formatSpec).join(", "), hint);
  }
  return formula;
}
