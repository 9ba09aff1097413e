import { formatSpec, type Shape, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Scope } from "../../layer/scope.ts";
import { fanInNormal } from "../fan-in-normal.ts";
import type { ConvOptions } from "./conv-options.ts";

/**
 * The parameter `w` of a convolution, under its mask.
 *
 * @throws ShapeMismatchError for a mask of another shape.
 */
export function convWeights(
  self: Scope,
  kind: string,
  shape: Shape,
  { wInit = fanInNormal, mask }: Pick<ConvOptions, "wInit" | "mask">,
): Tensor {
  const w = self.param("w", wInit, shape);
  if (mask === undefined) return w;
  if (mask.ndim === w.ndim && mask.shape.every((size, axis) => size === w.shape[axis])) {
    return w.mul(mask.astype(w.dtype));
  }
  throw new ShapeMismatchError({
    operation: kind,
    problem: "the mask is of another shape than the weights",
    expected: formatSpec(w.spec),
    received: formatSpec(mask.spec),
  });
}

/** `y + b` with the parameter `b`, unless the convolution has none. */
export function withConvBias(
  self: Scope,
  y: Tensor,
  { withBias = true, bInit = nn.initializers.zeros }: Pick<ConvOptions, "withBias" | "bInit">,
): Tensor {
  return withBias ? y.add(self.param("b", bInit, [y.shape.at(-1)!])) : y;
}
