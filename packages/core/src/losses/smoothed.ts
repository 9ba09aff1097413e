import type { Tensor } from "@elegy/autodiff";
import { requireNumber } from "./require-number.ts";

/**
 * Targets moved towards even odds by a share: `y·(1 − s) + s / classes`.
 *
 * @throws ArgumentInvalidError for a share out of [0, 1].
 */
export function smoothed(operation: string, yTrue: Tensor, share: number, classes: number): Tensor {
  requireNumber(operation, "labelSmoothing", share, "share");
  return share === 0 ? yTrue : yTrue.mul(1 - share).add(share / classes);
}
