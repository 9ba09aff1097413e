import { isFloat } from "../tensor/dtype.ts";
import type { Tensor, TensorLike } from "../tensor/tensor.ts";
import { alike, alikeFloats, floatTensor, tensorOf } from "./operands.ts";
import { present } from "../graph/present.ts";

export type Unary = (x: TensorLike) => Tensor;
export type Binary = (x: TensorLike, y: TensorLike) => Tensor;

/** A face for what is defined on floats: integers are converted first. */
/* @__NO_SIDE_EFFECTS__ */
export function float(name: string, apply: (x: Tensor) => Tensor): Unary {
  return (x) => apply(floatTensor(`np.${name}`, x));
}

/** A face for what is defined on numbers of any dtype. */
/* @__NO_SIDE_EFFECTS__ */
export function same(name: string, apply: (x: Tensor) => Tensor): Unary {
  return (x) => apply(tensorOf(`np.${name}`, x));
}

/** A face for rounding: whole numbers stay as they are. */
/* @__NO_SIDE_EFFECTS__ */
export function rounding(name: string, apply: (x: Tensor) => Tensor): Unary {
  return same(name, (x) => (isFloat(x.dtype) ? apply(x) : x));
}

/** A face for two operands, which are promoted and broadcast. */
/* @__NO_SIDE_EFFECTS__ */
export function binary(
  name: string,
  apply: (x: Tensor, y: Tensor) => Tensor,
  operands: typeof alike = alike,
): Binary {
  return (x, y) => {
    const [a, b] = operands(`np.${name}`, x, y);
    return apply(present(a), present(b));
  };
}

/** As {@link binary}, of floats: integers are converted first. */
/* @__NO_SIDE_EFFECTS__ */
export function binaryFloat(name: string, apply: (x: Tensor, y: Tensor) => Tensor): Binary {
  return binary(name, apply, alikeFloats);
}
