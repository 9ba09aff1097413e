import { type DType, formatSpec, present } from "@elegy/autodiff/spi";
import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import type { Body } from "../../wgsl/body.ts";
import { registerType } from "../../wgsl/register.ts";
import type { ElementwiseRule } from "../graph-rule.ts";

/** An expression of one element, from registers. */
export type Formula = (body: Body, x: string, y: string) => string;

/** One formula for each kind of register; `uint8` may have one of its own. */
export type Formulas = Readonly<Partial<Record<"f32" | "i32" | "u32" | "bool" | "uint8", Formula>>>;

/** A function of the library. */
export function library(name: string): Formula {
  return (body, x, y) => (y === "" ? body.call(name, x) : body.call(name, x, y));
}

/** The same operator between two operands. */
export function infix(operator: string): Formula {
  return (_body, x, y) => `(${x} ${operator} ${y})`;
}

export const same: Formula = (_body, x) => x;

/** A rule of formulas by the dtype of the last operand. */
export function elementwise(formulas: Formulas): ElementwiseRule<object> {
  return {
    kind: "elementwise",
    emit(body, [x = "", y = ""], { name, inputs }) {
      const operand = present(inputs.at(-1));
      return [formulaFor(formulas, operand.dtype, name, formatSpec(operand))(body, x, y)];
    },
  };
}

function formulaFor(formulas: Formulas, dtype: DType, name: string, received: string): Formula {
  const own = dtype === "uint8" ? formulas.uint8 : undefined;
  const formula = own ?? formulas[registerType(dtype)];
  if (formula === undefined) throw dtypeUnsupported(name, received, "Convert to float32 or int32 first.");
  return formula;
}
