import { isFloat, isTensor, np, type Tensor } from "@elegy/autodiff";
import { NOTHING_COLLECTED } from "./collected.ts";
import { leave } from "./hook-context.ts";
import { HookValueInvalidError } from "./hook-errors.ts";

/**
 * Adds a term to the loss that the default `testStep` makes, such as a penalty on activations. It is logged under its
 * name, with `_loss` unless the name says `loss` already; losses of one name are added up. Does nothing where no
 * model listens, as in `predict`.
 *
 * @param value `f32[]`.
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
  leave("addLoss", name, { ...NOTHING_COLLECTED, losses: { [key]: floatScalar(name, value) } });
}

function floatScalar(name: string, value: unknown): Tensor {
  if (typeof value === "number") return np.full([], value, { dtype: "float32" });
  if (isTensor(value) && value.ndim === 0 && isFloat(value.dtype)) return value;
  throw new HookValueInvalidError("addLoss", name, "f32[] or a number", value);
}
