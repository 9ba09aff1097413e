import type { Tensor } from "../tensor/tensor.ts";
import { full } from "./creation.ts";
import { add, convertElementType, lt, select } from "./elementwise.ts";

/** Indices as primitives take them: whole numbers of 32 bits. */
export function indexTensor(indices: Tensor): Tensor {
  return indices.dtype === "uint8" ? convertElementType(indices, "int32") : indices;
}

/** Positions on an axis, the negative ones counted from its end. */
export function countedFromFront(indices: Tensor, size: number): Tensor {
  const spread = (value: number): Tensor => full(indices.shape, value, indices.dtype);
  return select(lt(indices, spread(0)), add(indices, spread(size)), indices);
}
