import { ArgumentInvalidError, isFloat, isTensor, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";

/**
 * What large parameters cost: a pure function.
 *
 * @param params a tree of tensors, or one.
 * @returns `f32[]`.
 */
export type Regularizer = (params: unknown) => Tensor;

/** A parameter with where it stands, `dense.w`. */
export interface NamedParameter {
  readonly path: string;
  readonly parameter: Tensor;
}

/** @throws ArgumentInvalidError for a leaf that is no tensor. */
export function parametersOf(operation: string, params: unknown): readonly NamedParameter[] {
  return tree.leavesWithPath(params).map(([path, leaf]) => {
    if (!isTensor(leaf)) {
      throw new ArgumentInvalidError({
        operation,
        problem: "a parameter is not a tensor",
        expected: "a tree of tensors",
        received: `${typeof leaf}${path === "" ? "" : ` at ${path}`}`,
      });
    }
    return { path, parameter: isFloat(leaf.dtype) ? leaf : leaf.astype("float32") };
  });
}

/** A formula of each parameter, summed over all. */
export function overParameters(
  operation: string,
  penalty: (parameter: Tensor, path: string) => Tensor,
): Regularizer {
  return (params) =>
    parametersOf(operation, params)
      .map(({ parameter, path }) => penalty(parameter, path))
      .reduce<Tensor | null>((sum, value) => sum?.add(value) ?? value, null) ?? np.zeros([]);
}
