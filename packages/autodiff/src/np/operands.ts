import { withBackend } from "../backend/current-backend.ts";
import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { constant } from "../lax/creation.ts";
import { convertElementType } from "../lax/elementwise.ts";
import { broadcastInDim } from "../lax/movement.ts";
import { type DType, isFloat } from "../tensor/dtype.ts";
import { dtypeOfNumber, type Promotable, promote } from "../tensor/promotion.ts";
import { backendOf } from "../tensor/read.ts";
import { formatSpec, sameShape, type Shape } from "../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { requireNumber } from "../primitive/rules/spec-rules.ts";

/** The operands as tensors of one shape and one dtype: promoted, then broadcast. */
export function alike(operation: string, ...operands: readonly TensorLike[]): Tensor[] {
  return together(operation, operands, commonDType(operation, operands));
}

/** As {@link alike}, but truth values are counted in `int32`. */
export function alikeNumbers(operation: string, ...operands: readonly TensorLike[]): Tensor[] {
  const dtype = commonDType(operation, operands);
  return together(operation, operands, dtype === "bool" ? "int32" : dtype);
}

/** As {@link alike}, in a float dtype. */
export function alikeFloats(operation: string, ...operands: readonly TensorLike[]): Tensor[] {
  const dtype = commonDType(operation, operands);
  return together(operation, operands, isFloat(dtype) ? dtype : "float32");
}

/** One operand as a tensor. */
export function tensorOf(operation: string, operand: TensorLike): Tensor {
  if (isTensor(operand)) return operand;
  requireNumber(operation, operand);
  return constant(operand, dtypeOfNumber(operand));
}

/** One operand as a float tensor; integers and truth values become `float32`. */
export function floatTensor(operation: string, operand: TensorLike): Tensor {
  const tensor = tensorOf(operation, operand);
  return isFloat(tensor.dtype) ? tensor : convertElementType(tensor, "float32");
}

/** The dtype in which operands meet. */
export function commonDType(operation: string, operands: readonly TensorLike[]): DType {
  return promote(operands.map((operand) => promotable(operation, operand)));
}

function promotable(operation: string, operand: TensorLike): Promotable {
  if (isTensor(operand)) return { dtype: operand.dtype, weak: tensorObject(operand).weak };
  requireNumber(operation, operand);
  return { dtype: dtypeOfNumber(operand), weak: true };
}

/** Numbers become tensors of the backend that the others live on. */
function together(operation: string, operands: readonly TensorLike[], dtype: DType): Tensor[] {
  const [first, ...rest] = operands.filter(isTensor);
  const place = (): Tensor[] => broadcastTogether(operation, promoted(operands, dtype));
  const all = first === undefined || rest.length + 1 === operands.length;
  const backend = all ? null : backendOf(first);
  return backend === null ? place() : withBackend(backend, place);
}

function promoted(operands: readonly TensorLike[], dtype: DType): Tensor[] {
  return operands.map((operand) =>
    isTensor(operand) ? convertElementType(operand, dtype) : constant(operand, dtype),
  );
}

function broadcastTogether(operation: string, tensors: readonly Tensor[]): Tensor[] {
  const shape = broadcastShapes(
    operation,
    tensors.map((tensor) => tensor.shape),
    tensors,
  );
  return tensors.map((tensor) => broadcastTrailing(tensor, shape));
}

/** Aligns the axes at the end, as NumPy does. */
export function broadcastTrailing(tensor: Tensor, shape: Shape): Tensor {
  const offset = shape.length - tensor.ndim;
  return broadcastInDim(
    tensor,
    shape,
    tensor.shape.map((_, axis) => axis + offset),
  );
}

/**
 * The common shape of shapes aligned at their last axis; `tensors` are those to name in a message.
 *
 * @throws ShapeMismatchError if two sizes differ and neither is 1.
 */
export function broadcastShapes(
  operation: string,
  shapes: readonly Shape[],
  tensors: readonly Tensor[],
): Shape {
  const [first = []] = shapes;
  if (shapes.every((shape) => sameShape(shape, first))) return first;
  const rank = Math.max(0, ...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((shape) => shape[shape.length - rank + i] ?? 1);
    const size = sizes.find((candidate) => candidate !== 1) ?? 1;
    if (sizes.every((other) => other === size || other === 1)) return size;
    throw new ShapeMismatchError({
      operation,
      problem: "the shapes do not broadcast",
      expected: `equal sizes, or 1, along axis ${i - rank}`,
      received: tensors.map(({ spec }) => formatSpec(spec)).join(" and "),
      hint: "Shapes are aligned at their last axis; use expandDims or reshape to line them up.",
    });
  });
}
