import { Jvp } from "../interpreters/jvp.ts";
import { innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { isFloat } from "../tensor/dtype.ts";
import { unflatten } from "../tree/flatten.ts";
import { floatScalar, tensorLeaves } from "./tensor-leaves.ts";
import { requireLike } from "./vjp.ts";

/**
 * The value of a function and its derivative along a direction.
 *
 * @param primals the arguments. @param tangents one direction for each, of the same shapes and dtypes; those of whole numbers
 * and truth values, which have no derivative, do not count.
 * @returns `[result, tangent of the result]`.
 * @example
 * ```ts
 * const [y, dy] = jvp((x) => x.mul(x), [np.array([3.5])], [np.array([0.5])]);
 * await dy.array(); // => [3.5]
 * ```
 */
export function jvp<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  primals: A,
  tangents: NoInfer<A>,
): [result: R, tangent: R] {
  const at = tensorLeaves("jvp", "the primal", primals, floatScalar);
  const along = tensorLeaves("jvp", "the tangent", tangents, floatScalar);
  requireLike("jvp", "tangent", along, at);
  const interpreter = new Jvp("jvp", innermostInterpreter());
  const lifted = at.tensors.map((primal, i) =>
    interpreter.lift({ primal, tangent: (isFloat(primal.dtype) && along.tensors[i]) || null }),
  );
  const { tensors, def } = withInterpreter(interpreter, () =>
    // Unflattening restores the structure of the arguments.
    tensorLeaves("jvp", "the result", f(...(unflatten(at.def, lifted) as A))),
  );
  const duals = tensors.map((tensor) => interpreter.dualOf(tensor));
  const values = duals.map(({ primal }) => primal);
  const changes = duals.map(({ primal, tangent }) => tangent ?? zerosOf(primal.spec));
  return [unflatten(def, values) as R, unflatten(def, changes) as R];
}
