import * as autodiff from "@elegy/autodiff";
import type { Collected } from "./collected.ts";
import { collect, emit } from "./collect.ts";

// The transformations of autodiff, for functions that call hooks: what hooks are given leaves the transformation as a
// result, and is left to the model outside of it.

/** Returns results, and leaves what was collected with them. */
function emitting<A extends readonly unknown[], R>(
  f: (...args: A) => readonly [result: R, collected: Collected],
): (...args: A) => R {
  return (...args) => {
    const [result, collected] = f(...args);
    emit(collected);
    return result;
  };
}

/**
 * As `jit`, for a function that calls hooks.
 *
 * @example
 * ```ts
 * const layer = hooks.jit((x) => {
 *   hooks.addMetric("mean", x.mean());
 *   return x.mul(2);
 * });
 * await layer(np.array([1, 2])).array(); // => [2,4]
 * ```
 */
export function jit<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  options: autodiff.JitOptions = {},
): (...args: A) => R {
  return emitting(autodiff.jit(collect(f), { name: f.name || "jit", ...options }));
}

/**
 * As `checkpoint`, for a function that calls hooks.
 *
 * @example
 * ```ts
 * const block = hooks.checkpoint((x) => {
 *   hooks.addLoss("size", x.square().sum());
 *   return x.sin().sin();
 * });
 * (await grad(block)(np.array(1.5)).item()).toFixed(4); // => 0.0384
 * ```
 */
export function checkpoint<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  options: autodiff.CheckpointOptions = {},
): (...args: A) => R {
  return emitting(autodiff.checkpoint(collect(f), options));
}

/**
 * As `valueAndGrad`, for a function that calls hooks. The losses they add are left to the model; they are no part of
 * the value.
 *
 * @example
 * ```ts
 * const force = hooks.valueAndGrad((x) => {
 *   const energy = x.square().sum();
 *   hooks.addMetric("energy", energy);
 *   return energy;
 * });
 * const [, gradient] = force(np.array([1, 2]).astype("float32"));
 * await gradient.array(); // => [2,4]
 * ```
 */
export const valueAndGrad: typeof autodiff.valueAndGrad = ((f: Differentiable, options: Differentiation) => {
  const { hasAux = false } = options ?? {};
  const collecting = collect(f);
  const differentiated = autodiff.valueAndGrad(
    (...args: readonly unknown[]) => {
      const [result, collected] = collecting(...args);
      // A function that returns no pair although it says so is refused by name.
      if (hasAux && !(Array.isArray(result) && result.length === 2)) return result as never;
      const [value, aux] = (hasAux ? result : [result, null]) as readonly [autodiff.Tensor, unknown];
      return [value, { aux, collected }] as const;
    },
    { ...options, hasAux: true },
  );
  return (...args: readonly unknown[]) => {
    const [[value, { aux, collected }], gradient] = differentiated(...args);
    emit(collected);
    return [hasAux ? [value, aux] : value, gradient];
  };
}) as typeof autodiff.valueAndGrad;

/**
 * As `grad`, for a function that calls hooks.
 *
 * @example
 * ```ts
 * const slope = hooks.grad((x) => {
 *   hooks.addMetric("x", x);
 *   return x.square();
 * });
 * const [y, { metrics }] = hooks.collect(slope)(np.array(1.5));
 * [await y.item(), await metrics.x.item()]; // => [3,1.5]
 * ```
 */
export const grad: typeof autodiff.grad = ((f: Differentiable, options: Differentiation) => {
  const differentiated = valueAndGrad(f as () => autodiff.Tensor, options as object);
  return (...args: []) => {
    const [value, gradient] = differentiated(...args) as unknown as [readonly unknown[], unknown];
    return options?.hasAux ? [gradient, value[1]] : gradient;
  };
}) as typeof autodiff.grad;

/**
 * As `vmap`, for a function that calls hooks. Losses and metrics are those of one example each: their means are left to
 * the model.
 *
 * @example
 * ```ts
 * const norms = hooks.vmap((row) => {
 *   const norm = np.sqrt(row.square().sum());
 *   hooks.addMetric("norm", norm);
 *   return norm;
 * });
 * await norms(np.array([[3, 4], [0, 1]])).array(); // => [5,1]
 * ```
 */
export function vmap<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  options: autodiff.VmapOptions = {},
): (...args: A) => R {
  return (...args) => {
    const [result, collected] = autodiff.vmap(collect(f), options)(...args);
    emit(reduced(collected, mean, mean));
    return result;
  };
}

/**
 * As `lax.scan`, for a function that calls hooks. Each step adds its losses; of metrics the mean over the steps is left
 * to the model.
 *
 * @example
 * ```ts
 * const [last] = hooks.scan(
 *   (h, x) => {
 *     hooks.addLoss("drift", h.square());
 *     return [h.add(x), null];
 *   },
 *   0,
 *   np.array([1, 2, 3]).astype("float32"),
 * );
 * await last.item(); // => 6
 * ```
 */
export const scan: typeof autodiff.lax.scan = ((f: Step, init: object, xs: object, options?: object) => {
  const step = collect(f);
  const collecting = (before: unknown, x: unknown): readonly [object, readonly [unknown, Collected]] => {
    const [[next, y], ofStep] = step(before, x);
    return [next, [y, ofStep]];
  };
  const [carry, [ys, collected]] = autodiff.lax.scan(collecting, init, xs, options);
  emit(reduced(collected, sum, mean));
  return [carry, ys];
}) as typeof autodiff.lax.scan;

type Differentiable = (...args: readonly unknown[]) => unknown;
type Differentiation = (autodiff.GradOptions & { readonly hasAux?: boolean }) | undefined;
type Step = (carry: unknown, x: unknown) => readonly [object, unknown];

type Reduce = (values: autodiff.Tensor) => autodiff.Tensor;

const mean: Reduce = (values) => values.mean();
const sum: Reduce = (values) => values.sum();

/** One value for each name, of those along an axis. */
function reduced({ losses, metrics, summaries }: Collected, ofLosses: Reduce, ofMetrics: Reduce): Collected {
  const each = (values: Readonly<Record<string, autodiff.Tensor>>, reduce: Reduce) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, reduce(value)]));
  return { losses: each(losses, ofLosses), metrics: each(metrics, ofMetrics), summaries };
}
