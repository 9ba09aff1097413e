import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { batched } from "../interpreters/batched.ts";
import { Jvp } from "../interpreters/jvp.ts";
import { innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import { broadcastedIota, zerosOf } from "../lax/creation.ts";
import { convertElementType, eq } from "../lax/elementwise.ts";
import { reshape, slice, transpose } from "../lax/movement.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec, sizeOf, type TensorSpec } from "../tensor/spec.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { type TreeDef, unflatten } from "../tree/flatten.ts";
import { mapLeaves, type MapLeaves } from "../tree/map-leaves.ts";
import { type ArgumentAt, auxPair, chooseArguments, type GradOptions } from "./argnums.ts";
import { linearizeTensors } from "./linearize-tensors.ts";
import { floatScalar, tensorLeaves } from "./tensor-leaves.ts";

/** For every leaf of the result `R` a tree like the argument, of shapes `[...result, ...argument]`. */
type Jacobian<A extends readonly unknown[], R, O> = MapLeaves<R, MapLeaves<ArgumentAt<A, O>, Tensor>>;

type Options = GradOptions & { readonly hasAux?: boolean };
type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * The Jacobian, one column at a time (all of them in one batch): for functions with more results than arguments.
 *
 * @param f a function of trees of float tensors to trees of float tensors; with `hasAux`, to a pair of one and any tree.
 * @returns a function to a tree like the result, whose leaves are trees like the argument: for a result of shape `s` and an
 * argument of shape `t`, a tensor of shape `[...s, ...t]`; with `hasAux`, a pair of that and the tree.
 * @throws ArgumentInvalidError for a result or an argument that is not float.
 * @example
 * ```ts
 * const f = (x) => x.mul(x);
 * await jacfwd(f)(np.array([1, 2]).astype("float32")).array(); // => [[2,0],[0,4]]
 * ```
 */
export function jacfwd<A extends readonly unknown[], R, X, const O extends GradOptions & { hasAux: true }>(
  f: (...args: A) => readonly [R, X],
  options: O,
): (...args: A) => [Jacobian<A, R, O>, X];
export function jacfwd<A extends readonly unknown[], R, const O extends GradOptions = GradOptions>(
  f: (...args: A) => R,
  options?: O & { hasAux?: false },
): (...args: A) => Jacobian<A, R, O>;
export function jacfwd(f: AnyFunction, options: Options = {}): AnyFunction {
  return (...args) => forward("jacfwd", f, options, args);
}

/**
 * The Jacobian, one row at a time (all of them in one batch): for functions with more arguments than results. See {@link jacfwd}.
 *
 * @throws ArgumentInvalidError for a result or an argument that is not float.
 * @example
 * ```ts
 * const f = (x) => x.mul(x);
 * await jacrev(f)(np.array([1, 2]).astype("float32")).array(); // => [[2,0],[0,4]]
 * ```
 */
export function jacrev<A extends readonly unknown[], R, X, const O extends GradOptions & { hasAux: true }>(
  f: (...args: A) => readonly [R, X],
  options: O,
): (...args: A) => [Jacobian<A, R, O>, X];
export function jacrev<A extends readonly unknown[], R, const O extends GradOptions = GradOptions>(
  f: (...args: A) => R,
  options?: O & { hasAux?: false },
): (...args: A) => Jacobian<A, R, O>;
export function jacrev(f: AnyFunction, options: Options = {}): AnyFunction {
  return (...args) => reverse("jacrev", f, options, args);
}

/**
 * The second derivatives: the forward Jacobian of the reverse one.
 *
 * @returns a function to a tree like the result, of trees like the argument, of trees like the argument.
 * @throws ArgumentInvalidError for a result or an argument that is not float.
 * @example
 * ```ts
 * const f = (x) => x.mul(x).mul(x).sum();
 * await hessian(f)(np.array([1, 2]).astype("float32")).array(); // => [[6,0],[0,12]]
 * ```
 */
export function hessian<A extends readonly unknown[], R, X, const O extends GradOptions & { hasAux: true }>(
  f: (...args: A) => readonly [R, X],
  options: O,
): (...args: A) => [MapLeaves<Jacobian<A, R, O>, MapLeaves<ArgumentAt<A, O>, Tensor>>, X];
export function hessian<A extends readonly unknown[], R, const O extends GradOptions = GradOptions>(
  f: (...args: A) => R,
  options?: O & { hasAux?: false },
): (...args: A) => MapLeaves<Jacobian<A, R, O>, MapLeaves<ArgumentAt<A, O>, Tensor>>;
export function hessian(f: AnyFunction, options: Options = {}): AnyFunction {
  const first: AnyFunction = (...args) => reverse("hessian", f, options, args);
  return (...args) => forward("hessian", first, options, args);
}

function forward(
  operation: string,
  f: AnyFunction,
  { argnums = 0, hasAux = false }: Options,
  args: readonly unknown[],
): unknown {
  const chosen = chooseArguments(operation, argnums, args);
  const { tensors, def } = tensorLeaves(operation, "an argument", chosen.values, floatScalar);
  const specs = tensors.map(({ spec }) => spec);
  let result: Result = { tensors: [], def: { kind: "null" } };
  let aux: unknown = null;
  const columns = batched(
    basis(specs),
    specs.map(() => 0),
    totalSize(specs),
    (tangents) => {
      const jvp = new Jvp(operation, innermostInterpreter());
      const lifted = tensors.map((primal, i) => jvp.lift({ primal, tangent: tangents[i] ?? null }));
      const returned = withInterpreter(jvp, () =>
        resultOf(operation, hasAux, f(...chosen.replacedBy(unflatten(def, lifted) as unknown[]))),
      );
      result = returned;
      aux = mapLeaves((leaf: unknown) => (isTensor(leaf) ? jvp.dualOf(leaf).primal : leaf), returned.aux);
      return returned.tensors.map((tensor) => jvp.dualOf(tensor).tangent ?? zerosOf(tensor.spec));
    },
  );
  const trees = result.tensors.map((tensor, j) => {
    const all = columns[j];
    if (!all) throw new Error("one tangent comes out for each result");
    return chosen.shaped(
      unflatten(
        def,
        rowsOf(all, specs).map((rows, i) => behind(rows, tensor.shape, specs[i]?.shape ?? [])),
      ) as unknown[],
    );
  });
  const jacobian = unflatten(result.def, trees);
  return hasAux ? [jacobian, aux] : jacobian;
}

function reverse(
  operation: string,
  f: AnyFunction,
  { argnums = 0, hasAux = false }: Options,
  args: readonly unknown[],
): unknown {
  const chosen = chooseArguments(operation, argnums, args);
  const { tensors, def } = tensorLeaves(operation, "an argument", chosen.values, floatScalar);
  let resultDef: TreeDef = { kind: "null" };
  let aux: unknown = null;
  const linear = linearizeTensors(operation, tensors, (inputs) => {
    const returned = resultOf(
      operation,
      hasAux,
      f(...chosen.replacedBy(unflatten(def, inputs) as unknown[])),
    );
    resultDef = returned.def;
    aux = returned.aux;
    return returned.tensors;
  });
  const specs = linear.primals.map(({ spec }) => spec);
  const rows = batched(
    basis(specs),
    specs.map(() => 0),
    totalSize(specs),
    (cotangents) => linear.pullback(cotangents),
  );
  // By argument and then by result; wanted the other way round.
  const byArgument = rows.map((all) => rowsOf(all, specs));
  const trees = specs.map((spec, j) =>
    chosen.shaped(
      unflatten(
        def,
        tensors.map(({ shape }, i) => reshape(present(byArgument[i]?.[j]), [...spec.shape, ...shape])),
      ) as unknown[],
    ),
  );
  const jacobian = unflatten(resultDef, trees);
  if (!hasAux) return jacobian;
  return [jacobian, mapLeaves((leaf: unknown) => (isTensor(leaf) ? linear.valueOf(leaf) : leaf), aux)];
}

interface Result {
  readonly tensors: readonly Tensor[];
  readonly def: TreeDef;
}

function resultOf(operation: string, hasAux: boolean, returned: unknown): Result & { readonly aux: unknown } {
  const [value, aux] = hasAux ? auxPair(operation, returned) : [returned, null];
  const { tensors, def } = tensorLeaves(operation, "the result", value, floatScalar);
  const other = tensors.find((tensor) => !isFloat(tensor.dtype));
  if (other === undefined) return { tensors, def, aux };
  throw new ArgumentInvalidError({
    operation,
    problem: "the result has no derivative",
    expected: "float tensors",
    received: formatSpec(other.spec),
    hint: 'Convert it with x.astype("float32"), or return it beside the result with { hasAux: true }.',
  });
}

function totalSize(specs: readonly TensorSpec[]): number {
  return specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** A stack of trees, the i-th of which is 1 at the i-th element of all and 0 elsewhere. */
function basis(specs: readonly TensorSpec[]): readonly Tensor[] {
  const total = totalSize(specs);
  let offset = 0;
  return specs.map(({ shape, dtype }) => {
    const size = sizeOf(shape);
    const rows = broadcastedIota("int32", [total, offset + size], 0);
    const columns = broadcastedIota("int32", [total, offset + size], 1);
    const unit = convertElementType(eq(rows, columns), dtype);
    const part = slice(unit, [0, offset], [total, offset + size]);
    offset += size;
    return reshape(part, [total, ...shape]);
  });
}

/** A stack over all elements, cut into the parts that belong to each tensor. */
function rowsOf(stack: Tensor, specs: readonly TensorSpec[]): readonly Tensor[] {
  let offset = 0;
  return specs.map(({ shape }) => {
    const start = stack.shape.map((_, axis) => (axis === 0 ? offset : 0));
    offset += sizeOf(shape);
    return slice(stack, start, [offset, ...stack.shape.slice(1)]);
  });
}

/** `[size of t, ...s]` to `[...s, ...t]`. */
function behind(rows: Tensor, result: readonly number[], argument: readonly number[]): Tensor {
  const axes = result.map((_, axis) => axis + 1);
  return reshape(transpose(rows, [...axes, 0]), [...result, ...argument]);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("one cotangent comes out for each argument");
  return value;
}
