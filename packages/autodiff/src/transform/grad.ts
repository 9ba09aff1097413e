import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { full } from "../lax/creation.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { structure, unflatten } from "../tree/flatten.ts";
import { mapLeaves } from "../tree/map-leaves.ts";
import { type ArgumentAt, auxPair, chooseArguments, type GradOptions } from "./argnums.ts";
import { linearizeTensors } from "./linearize-tensors.ts";
import { floatScalar, tensorLeaves } from "./tensor-leaves.ts";
import { present } from "../graph/present.ts";

/**
 * The value of a scalar function and its gradient, in one pass.
 *
 * @param f returns a scalar; with `hasAux: true`, a pair of a scalar and any tree.
 * @returns a function to `[value, gradient]`, or `[[value, aux], gradient]`.
 * @throws ArgumentInvalidError for a result that is not a float scalar, or an argument that is not float.
 * @example
 * ```ts
 * const [value, gradient] = valueAndGrad((x) => x.mul(x).sum())(np.array([1, 2, 3]).astype("float32"));
 * await value.item(); // => 14
 * await gradient.array(); // => [2,4,6]
 * ```
 */
export function valueAndGrad<A extends readonly unknown[], X, const O extends GradOptions & { hasAux: true }>(
  f: (...args: A) => readonly [Tensor, X],
  options: O,
): (...args: A) => [[Tensor, X], ArgumentAt<A, O>];
export function valueAndGrad<A extends readonly unknown[], const O extends GradOptions = GradOptions>(
  f: (...args: A) => Tensor,
  options?: O & { hasAux?: false },
): (...args: A) => [Tensor, ArgumentAt<A, O>];
export function valueAndGrad(
  f: (...args: readonly unknown[]) => unknown,
  options: GradOptions & { hasAux?: boolean } = {},
): (...args: readonly unknown[]) => [unknown, unknown] {
  return (...args) => differentiate("valueAndGrad", f, options, args);
}

/**
 * The gradient of a scalar function.
 *
 * @throws ArgumentInvalidError for a result that is not a float scalar, or an argument that is not float.
 * @example
 * ```ts
 * await grad((x) => x.mul(x).sum())(np.array([1, 2, 3]).astype("float32")).array(); // => [2,4,6]
 * ```
 */
export function grad<A extends readonly unknown[], X, const O extends GradOptions & { hasAux: true }>(
  f: (...args: A) => readonly [Tensor, X],
  options: O,
): (...args: A) => [ArgumentAt<A, O>, X];
export function grad<A extends readonly unknown[], const O extends GradOptions = GradOptions>(
  f: (...args: A) => Tensor,
  options?: O & { hasAux?: false },
): (...args: A) => ArgumentAt<A, O>;
export function grad(
  f: (...args: readonly unknown[]) => unknown,
  options: GradOptions & { hasAux?: boolean } = {},
): (...args: readonly unknown[]) => unknown {
  return (...args) => {
    const [value, gradient] = differentiate("grad", f, options, args);
    return options.hasAux ? [gradient, (value as [unknown, unknown])[1]] : gradient;
  };
}

function differentiate(
  operation: string,
  f: (...args: readonly unknown[]) => unknown,
  { argnums = 0, hasAux = false }: GradOptions & { hasAux?: boolean },
  args: readonly unknown[],
): [value: unknown, gradient: unknown] {
  const chosen = chooseArguments(operation, argnums, args);
  const { tensors, def } = tensorLeaves(operation, "an argument", chosen.values, floatScalar);

  let aux: unknown;
  const linear = linearizeTensors(operation, tensors, (inputs) => {
    const result = f(...chosen.replacedBy(unflatten(def, inputs) as unknown[]));
    const [value, rest] = hasAux ? auxPair(operation, result) : [result, null];
    aux = rest;
    return [lossOf(operation, value)];
  });
  const value = present(linear.primals[0]);
  const cotangents = linear.pullback([full([], 1, value.dtype)]);
  const gradients = chosen.shaped(unflatten(def, cotangents) as unknown[]);
  const values = hasAux
    ? [value, mapLeaves((leaf: unknown) => (isTensor(leaf) ? linear.valueOf(leaf) : leaf), aux)]
    : value;
  return [values, gradients];
}

function lossOf(operation: string, value: unknown): Tensor {
  if (isTensor(value) && value.ndim === 0 && isFloat(value.dtype)) return value;
  throw new ArgumentInvalidError({
    operation,
    problem: "the function does not return a scalar",
    expected: "f32[]",
    received: isTensor(value) ? formatSpec(value.spec) : describeResult(value),
    hint: "Reduce it with np.mean or np.sum; for [loss, aux] pass { hasAux: true }.",
  });
}

function describeResult(value: unknown): string {
  if (value instanceof Promise) return "a promise: the function may not be asynchronous";
  return Array.isArray(value) || (typeof value === "object" && value !== null)
    ? `a tree of ${JSON.stringify(structure(value).kind)}`
    : String(value);
}
