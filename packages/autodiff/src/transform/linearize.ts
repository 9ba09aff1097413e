import { unflatten, type TreeDef } from "../tree/flatten.ts";
import { linearizeTensors } from "./linearize-tensors.ts";
import { floatScalar, tensorLeaves } from "./tensor-leaves.ts";
import { requireLike } from "./vjp.ts";

/**
 * The value of a function and its derivative there, a linear function that does not compute the value again.
 *
 * @param f a pure function of trees of tensors. @param primals its arguments.
 * @returns `[result, pushforward]`; the pushforward takes one tangent per argument, of the same shapes and dtypes.
 * @example
 * ```ts
 * const [y, pushforward] = linearize((x) => x.mul(x), np.array([3.5]));
 * await pushforward(np.array([0.5])).array(); // => [3.5]
 * ```
 */
export function linearize<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  ...primals: A
): [result: R, pushforward: (...tangents: NoInfer<A>) => R] {
  const given = tensorLeaves("linearize", "the primal", primals, floatScalar);
  let def: TreeDef = { kind: "null" };
  const linear = linearizeTensors("linearize", given.tensors, (inputs) => {
    // Unflattening restores the structure of the arguments.
    const result = tensorLeaves("linearize", "the result", f(...(unflatten(given.def, inputs) as A)));
    def = result.def;
    return result.tensors;
  });
  return [
    unflatten(def, linear.primals) as R,
    (...tangents) => {
      const along = tensorLeaves("linearize", "the tangent", tangents, floatScalar);
      requireLike("linearize", "tangent", along, given);
      return unflatten(def, linear.pushforward(along.tensors)) as R;
    },
  ];
}
