import type { Collected } from "./collected.ts";
import { leave, withHooks } from "./hook-context.ts";

/**
 * A function that returns what hooks were given while it ran, instead of leaving it to the model: a pure function of
 * trees, which any transformation takes.
 *
 * @example
 * ```ts
 * const penalized = (x) => {
 *   hooks.addLoss("size", x.square().sum());
 *   return x.mul(2);
 * };
 * const [y, collected] = jit(hooks.collect(penalized))(np.array([1, 2]).astype("float32"));
 * await collected.losses.size_loss.item(); // => 5
 * ```
 */
export function collect<A extends readonly unknown[], R>(
  f: (...args: A) => R,
): (...args: A) => readonly [result: R, collected: Collected] {
  return (...args) => withHooks(() => f(...args));
}

/**
 * Leaves what {@link collect} returned to the model, as if the hooks were called here.
 *
 * @throws HookUnreachableError inside of a transformation that does not carry hooks.
 * @example
 * ```ts
 * const noted = (x) => {
 *   hooks.addMetric("x", x);
 *   return x.mul(2);
 * };
 * const jvpOfNoted = (x, dx) => {
 *   const [[y, collected], [dy]] = jvp(hooks.collect(noted), [x], [dx]);
 *   hooks.emit(collected);
 *   return [y, dy];
 * };
 * const [, { metrics }] = hooks.collect(jvpOfNoted)(np.array(1.5), np.array(0.5));
 * await metrics.x.item(); // => 1.5
 * ```
 */
export function emit(collected: Collected): void {
  const [name] = [
    ...Object.keys(collected.losses),
    ...Object.keys(collected.metrics),
    ...collected.summaries.flatMap((entry) => Object.keys(entry)),
  ];
  if (name !== undefined) leave("emit", name, collected);
}
