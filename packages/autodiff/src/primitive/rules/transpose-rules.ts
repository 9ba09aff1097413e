import type { Tensor } from "../../tensor/tensor.ts";
import type { PerOperand, TransposeOperand, TransposeRule } from "../primitive.ts";
import { at } from "./jvp-rules.ts";

/** The transpose of a primitive with one operand and one result: a function of the cotangent. */
export function transposeUnary<P>(
  rule: (cotangent: Tensor, operand: TransposeOperand, params: P) => Tensor,
): TransposeRule<P> {
  return ([cotangent], [operand], params) => [cotangent ? rule(cotangent, operand, params) : null];
}

/** One function per operand, called where the operand is linear. */
export function transposeEach<P>(
  ...rules: readonly ((
    cotangent: Tensor,
    operands: PerOperand<TransposeOperand>,
    params: P,
  ) => Tensor | null)[]
): TransposeRule<P> {
  return ([cotangent], operands, params) =>
    operands.map((operand, i) =>
      cotangent && operand.linear ? at(rules, i)(cotangent, operands, params) : null,
    );
}

/** The tensor of an operand in which the node is not linear. */
export function known(operands: readonly TransposeOperand[], index: number): Tensor {
  const operand = at(operands, index);
  if (operand.linear) throw new Error(`operand ${index} is linear where a known one is needed`);
  return operand.tensor;
}
