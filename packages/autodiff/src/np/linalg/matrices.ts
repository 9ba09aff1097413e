import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { Tensor, TensorLike } from "../../tensor/tensor.ts";
import { floatTensor } from "../operands.ts";

/** A float tensor and the sizes of its last two axes. */
export interface Matrices {
  readonly operand: Tensor;
  readonly rows: number;
  readonly columns: number;
}

/** @throws ShapeMismatchError for a tensor without two axes. */
export function matricesOf(operation: string, x: TensorLike): Matrices {
  const operand = floatTensor(operation, x);
  const [rows, columns] = operand.shape.slice(-2);
  if (rows !== undefined && columns !== undefined) return { operand, rows, columns };
  throw new ShapeMismatchError({
    operation,
    problem: "no matrix",
    expected: "f32[...batch, m, n]",
    received: formatSpec(operand.spec),
  });
}
