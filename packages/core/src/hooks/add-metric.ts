import type { Tensor } from "@elegy/autodiff";
import { NOTHING_COLLECTED } from "./collected.ts";
import { leave } from "./hook-context.ts";
import { hookValue } from "./hook-value.ts";

/**
 * Reports a value of this batch: it comes to the logs under its name (`name_1`, … if that is taken), averaged over the
 * samples of an epoch as any log is. Does nothing where no model listens, as in `predict`.
 *
 * @param value a scalar.
 * @throws HookValueInvalidError for something else.
 * @throws HookUnreachableError inside of a transformation that does not carry hooks.
 * @example
 * ```ts
 * const module = (x) => {
 *   hooks.addMetric("mean_input", x.mean());
 *   return x;
 * };
 * const model = new Model({ module, loss: new losses.MeanSquaredError() });
 * const { mean_input } = await model.evaluate({ x: [1, 2, 6], y: [1, 2, 6], batchSize: 2 });
 * mean_input; // => 3
 * ```
 */
export function addMetric(name: string, value: Tensor | number): void {
  leave("addMetric", name, {
    ...NOTHING_COLLECTED,
    metrics: { [name]: hookValue("addMetric", name, value) },
  });
}
