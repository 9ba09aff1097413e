import type { Tensor } from "../tensor/tensor.ts";
import { full } from "./creation.ts";
import { add, convertElementType, lt, min, select } from "./elementwise.ts";

/** Indices as primitives take them: whole numbers of 32 bits. */
export function indexTensor(indices: Tensor): Tensor {
  return indices.dtype === "uint8" ? convertElementType(indices, "int32") : indices;
}

/** Positions on an axis, the negative ones counted from its end. */
export function countedFromFront(indices: Tensor, size: number): Tensor {
  const spread = (value: number): Tensor => full(indices.shape, value, indices.dtype);
  return select(lt(indices, spread(0)), add(indices, spread(size)), indices);
}

/** Positions as `int32`, in which the largest number is as far out of range as any larger one. */
export function signed(indices: Tensor): Tensor {
  const small =
    indices.dtype === "uint32" ? min(indices, full(indices.shape, 2 ** 31 - 1, "uint32")) : indices;
  return convertElementType(small, "int32");
}
