import type { DType, Shape, Tensor } from "../index.ts";
import type { PrimitiveName } from "../primitive/params.ts";

/** `float` is the widest float of the backend at hand. */
export interface Operand {
  readonly shape: Shape;
  readonly dtype: DType | "float";
  /** The element at a position. */
  readonly at: (position: number) => number;
}

/** One way to use a primitive, with operands at which it is smooth. */
export interface OpRecord {
  readonly primitive: PrimitiveName;
  /** Tells records of one primitive apart. */
  readonly note?: string;
  readonly apply: (...operands: readonly [Tensor, Tensor, Tensor, Tensor]) => Tensor;
  readonly operands: readonly Operand[];
}
