import type { Tensor } from "@elegy/autodiff";

/** What a figure was made with. */
export type Operation = (...args: readonly [Tensor, Tensor, Tensor]) => Tensor;
