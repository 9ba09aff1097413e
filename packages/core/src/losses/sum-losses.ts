import { isTensor, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { type CollectedLoss, TOTAL, withSuffix } from "./collect-losses.ts";
import type { LossInputs } from "./loss.ts";
import { uniqueName } from "./named.ts";

/** The losses of one batch, `f32[]` each. */
export interface SummedLosses {
  /** The sum of all: what is differentiated. */
  readonly total: Tensor;
  /** The total as `loss`, then each loss under its name; of one that is several, their sum. */
  readonly values: Readonly<Record<string, Tensor>>;
  /** Of the losses that are several, by their names: each of the several under `name/key`. */
  readonly parts: Readonly<Record<string, Readonly<Record<string, Tensor>>>>;
}

/**
 * Every loss of one batch and their total. A loss that is not reduced counts with its mean.
 *
 * @param taken names that parts may not have.
 * @example
 * ```ts
 * import { losses, np } from "@elegy/core";
 *
 * const collected = losses.collectLosses([({ yPred }) => yPred.mean(), ({ yPred }) => ({ max: yPred.max() })]);
 * const { total, values, parts } = losses.sumLosses(collected, { yTrue: null, yPred: np.array([1.5, 2.5]) });
 * await total.item(); // => 4.5
 * Object.keys(values); // => ["loss","loss_1","loss_2"]
 * Object.keys(parts.loss_2); // => ["loss_2/max"]
 * ```
 */
export function sumLosses(
  collected: readonly CollectedLoss[],
  inputs: LossInputs<unknown>,
  taken: Iterable<string> = [],
): SummedLosses {
  const names = new Set([TOTAL, ...taken, ...collected.map(({ name }) => name)]);
  const losses = collected.map(({ name, prefix, loss }) => {
    const result = loss.call(inputs);
    if (isTensor(result)) return { name, value: result.mean(), parts: null };
    const parts = Object.entries(result).map(
      ([key, value]) => [uniqueName(withSuffix(`${prefix}/${key}`), names), value.mean()] as const,
    );
    return { name, value: sum(parts.map(([, value]) => value)), parts: Object.fromEntries(parts) };
  });
  const total = sum(losses.map(({ value }) => value));
  return {
    total,
    values: { [TOTAL]: total, ...Object.fromEntries(losses.map(({ name, value }) => [name, value])) },
    parts: Object.fromEntries(losses.flatMap(({ name, parts }) => (parts ? [[name, parts]] : []))),
  };
}

function sum(values: readonly Tensor[]): Tensor {
  const total = values.reduce<Tensor | null>((before, value) => before?.add(value) ?? value, null);
  return total ?? np.zeros([]);
}
