import type { Tensor } from "@elegy/autodiff";
import { NOTHING_COLLECTED } from "./collected.ts";
import { leave } from "./hook-context.ts";
import { hookValue } from "./hook-value.ts";

/**
 * Adds a term to the loss that the default `testStep` makes, such as a penalty on activations. It is logged under its
 * name, with `_loss` unless the name says `loss` already; losses of one name are added up. Does nothing where no
 * model listens, as in `predict`.
 *
 * @param value a scalar.
 * @throws HookValueInvalidError for something else.
 * @throws HookUnreachableError inside of a transformation that does not carry hooks.
 * @example
 * ```ts
 * const module = (x) => {
 *   hooks.addLoss("activity", x.square().mean());
 *   return x;
 * };
 * const model = new Model({ module, loss: new losses.MeanSquaredError() });
 * const { activity_loss, loss } = await model.evaluate({ x: [1, 3], y: [1, 3] });
 * [activity_loss, loss]; // => [5,5]
 * ```
 */
export function addLoss(name: string, value: Tensor | number): void {
  const key = /loss$/i.test(name) ? name : `${name}_loss`;
  leave("addLoss", name, { ...NOTHING_COLLECTED, losses: { [key]: hookValue("addLoss", name, value) } });
}
