import type { Tensor } from "@elegy/autodiff";

type Norm = (x: Tensor) => Tensor;

/** A residual around a part, normalized before the part or after the sum. */
export interface NormalizedResidual {
  /** What the part is given. */
  before(x: Tensor, norm: Norm): Tensor;
  /** `x` with what the part made of it. */
  after(x: Tensor, norm: Norm, part: Tensor): Tensor;
}

export function normalizedResidual(normFirst: boolean, drop: (x: Tensor) => Tensor): NormalizedResidual {
  return normFirst
    ? { before: (x, norm) => norm(x), after: (x, _, part) => x.add(drop(part)) }
    : { before: (x) => x, after: (x, norm, part) => norm(x.add(drop(part))) };
}
