import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { formatSpec, sameSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesWithPath, structureText, unflatten, type TreeDef } from "../tree/flatten.ts";
import { TreeMismatchError } from "../tree/map.ts";
import { linearizeTensors } from "./linearize-tensors.ts";
import { floatScalar, type TensorLeaves, tensorLeaves } from "./tensor-leaves.ts";

/**
 * The value of a function and its pullback, from a cotangent of the result to those of the arguments.
 *
 * @returns `[result, pullback]`; the cotangents of whole numbers and truth values, which have no gradient, are zeros.
 * @example
 * ```ts
 * const [y, pullback] = vjp((x) => x.sin(), np.array(0).astype("float32"));
 * const [dx] = pullback(np.ones([]));
 * await dx.item(); // => 1
 * ```
 */
export function vjp<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  ...primals: A
): [result: R, pullback: (cotangent: R) => { -readonly [K in keyof A]: A[K] }] {
  const given = tensorLeaves("vjp", "the primal", primals, floatScalar);
  let def: TreeDef | undefined;
  const linear = linearizeTensors("vjp", given.tensors, (inputs) => {
    // Unflattening restores the structure of the arguments.
    const result = tensorLeaves("vjp", "the result", f(...(unflatten(given.def, inputs) as A)));
    def = result.def;
    return result.tensors;
  });
  const resultDef = def ?? { kind: "null" };
  const result = unflatten(resultDef, linear.primals) as R;
  return [
    result,
    (cotangent) => {
      const incoming = tensorLeaves("vjp", "the cotangent", cotangent, floatScalar);
      requireLike("vjp", "cotangent", incoming, { tensors: linear.primals, def: resultDef });
      const cotangents = linear.pullback(incoming.tensors);
      return unflatten(given.def, cotangents) as { -readonly [K in keyof A]: A[K] };
    },
  ];
}

/** A tangent or cotangent has the structure, shapes and dtypes of its primal. */
export function requireLike(operation: string, what: string, given: TensorLeaves, like: TensorLeaves): void {
  if (structureText(given.def) !== structureText(like.def)) {
    throw new TreeMismatchError(
      `${operation} ${what}`,
      unflatten(like.def, like.tensors),
      unflatten(given.def, given.tensors),
    );
  }
  given.tensors.forEach((tensor: Tensor, i) => {
    const primal = like.tensors[i];
    if (primal === undefined || sameSpec(tensor.spec, primal.spec)) return;
    throw new ArgumentInvalidError({
      operation,
      problem: `the ${what} does not fit its primal${place(like, i)}`,
      expected: formatSpec(primal.spec),
      received: formatSpec(tensor.spec),
    });
  });
}

/** Where a tensor stands in its tree, unless it is the tree. */
function place({ def, tensors }: TensorLeaves, index: number): string {
  const path = leavesWithPath(unflatten(def, tensors))[index]?.[0] ?? "";
  return path === "" ? "" : ` at \`${path}\``;
}
