import type { Tensor } from "@elegy/autodiff";
import { asLoss } from "./as-loss.ts";
import type { Loss, LossFunction } from "./loss.ts";
import { leavesOf, pathName, uniqueName } from "./named.ts";

/** A loss, a function, or nested arrays and objects of these; `null` for none. */
export type LossStructure<T = Tensor> =
  | Loss
  | LossFunction<T>
  | null
  | undefined
  | readonly LossStructure<T>[]
  | { readonly [key: string]: LossStructure<T> };

export interface CollectedLoss {
  /** In the logs. */
  readonly name: string;
  /** The name without the `_loss` at its end: what the names of several values begin with. */
  readonly prefix: string;
  readonly loss: Loss;
  /** Where it stands in the structure. */
  readonly path: readonly (string | number)[];
}

/** What the sum of all losses is called in the logs. */
export const TOTAL = "loss";

/**
 * The losses of a structure, in the order they were written, with unique names: the keys on the way and the own
 * name, joined by `/`, and `_loss` unless the name says `loss` already. `loss` itself is the total.
 *
 * @throws ArgumentInvalidError for something that is no loss.
 * @example
 * ```ts
 * import { losses } from "@elegy/core";
 *
 * const mse = new losses.MeanSquaredError();
 * const collected = losses.collectLosses({ a: [mse, mse], b: new losses.MeanSquaredError({ name: "mse" }) });
 * collected.map(({ name }) => name); // => ["a/mean_squared_error_loss","a/mean_squared_error_1_loss","b/mse_loss"]
 * ```
 */
export function collectLosses<T = Tensor>(structure: LossStructure<T>): readonly CollectedLoss[] {
  const taken = new Set([TOTAL]);
  const given = new Set([TOTAL]);
  return leavesOf(structure).map(({ value, path }) => {
    // asLoss refuses what is none.
    const loss = asLoss(value as Loss | LossFunction);
    const own = uniqueName(pathName(path, loss.name), taken);
    return { name: uniqueName(withSuffix(own), given), prefix: own, loss, path };
  });
}

/** With `_loss`, unless the name says `loss` already. */
export function withSuffix(name: string): string {
  return /loss/i.test(name) ? name : `${name}_loss`;
}
