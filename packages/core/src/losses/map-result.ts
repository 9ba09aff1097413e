import { isTensor, type Tensor } from "@elegy/autodiff";
import type { LossResult } from "./loss.ts";

/** A loss with each of its values changed; `name` is that of one among several. */
export function mapResult<R extends LossResult>(result: R, f: (value: Tensor, name?: string) => Tensor): R;
export function mapResult(result: LossResult, f: (value: Tensor, name?: string) => Tensor): LossResult {
  if (isTensor(result)) return f(result);
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, f(value, name)]));
}
