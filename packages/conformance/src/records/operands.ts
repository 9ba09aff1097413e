import { type DType, isFloat, np, type Shape, type Tensor } from "@elegy/autodiff";
import { hostArray, sizeOf } from "@elegy/autodiff/spi";
import { numbersOf } from "../compare.ts";
import type { Operand } from "./operand.ts";
import type { OpRecord } from "./op-record.ts";

/** As many operands as any record has. */
export type Operands = [Tensor, Tensor, Tensor, Tensor];

/** A tensor on the backend in use, of numbers given by position. */
export function tensorOf(dtype: DType, shape: Shape, at: (position: number) => number): Tensor {
  // `float16` travels as its bits: the backend rounds to it.
  const stored = dtype === "float16" ? "float32" : dtype;
  const data = hostArray(stored, sizeOf(shape));
  data.forEach((_, i) => (data[i] = at(i)));
  const tensor = np.array(data, { shape, dtype: stored });
  return stored === dtype ? tensor : tensor.astype(dtype);
}

function dtypeOf({ dtype }: Operand, float: DType): DType {
  return dtype === "float" ? float : dtype;
}

/** The operand's elements, counted on from `start`. */
export function operandTensor(
  operand: Operand,
  float: DType,
  start = 0,
  shape: Shape = operand.shape,
): Tensor {
  return tensorOf(dtypeOf(operand, float), shape, (position) => operand.at(start + position));
}

export function operandsOf({ operands }: OpRecord, float: DType): Operands {
  return asOperands(operands.map((operand) => operandTensor(operand, float)));
}

/** Directions in which the float operands are moved; zeros for the others. */
export function directionsOf({ operands }: OpRecord, float: DType, phase = 0): Operands {
  const along = operands.map((operand) => {
    const dtype = dtypeOf(operand, float);
    return tensorOf(dtype, operand.shape, (i) => (isFloat(dtype) ? Math.cos(1 + 2 * i + phase) : 0));
  });
  return asOperands(along);
}

/** What results are weighted with, where a sum of them is differentiated. */
export function weightsFor({ dtype, shape }: Tensor): Tensor {
  return tensorOf(dtype, shape, (i) => Math.sin(3 + i));
}

/** The same numbers on the backend in use when they are made, floats in `float64`. */
export async function widened(tensors: readonly Tensor[]): Promise<() => Operands> {
  const numbers = await Promise.all(tensors.map(numbersOf));
  return () =>
    asOperands(
      tensors.map(({ shape, dtype }, i) =>
        tensorOf(
          isFloat(dtype) ? "float64" : dtype,
          shape,
          (position) => numbers[i]?.[position] ?? Number.NaN,
        ),
      ),
    );
}

export function isDifferentiable({ operands }: OpRecord): boolean {
  return operands.some(({ dtype }) => dtype === "float");
}

/** A record names no more of them than it has. */
export function asOperands(tensors: readonly Tensor[]): Operands {
  return tensors as unknown as Operands;
}
