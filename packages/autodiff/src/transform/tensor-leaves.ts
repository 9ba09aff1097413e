import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { uploaded } from "../interpreters/evaluate.ts";
import { hostArray } from "../tensor/dtype.ts";
import { dtypeOfNumber } from "../tensor/promotion.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { flatten, pathsOf, type TreeDef } from "../tree/flatten.ts";

/** A tree of arguments or results as tensors and a structure. */
export interface TensorLeaves {
  readonly tensors: readonly Tensor[];
  readonly def: TreeDef;
}

/**
 * The leaves of a tree as tensors; numbers become scalars that give way to other dtypes.
 *
 * @throws ArgumentInvalidError naming the path of a leaf that is neither.
 */
export function tensorLeaves(
  operation: string,
  what: string,
  value: unknown,
  scalar?: (value: number | boolean) => Tensor,
): TensorLeaves {
  return leavesAsTensors(operation, what, flatten(value), scalar);
}

/** The same of a tree that has been taken apart. */
export function leavesAsTensors(
  operation: string,
  what: string,
  [leaves, def]: ReturnType<typeof flatten>,
  scalar: (value: number | boolean) => Tensor = weakScalar,
): TensorLeaves {
  const tensors = leaves.map((leaf, i) => {
    if (isTensor(leaf)) return leaf;
    if (typeof leaf === "number" || typeof leaf === "boolean") return scalar(leaf);
    const path = pathsOf(def)[i];
    throw new ArgumentInvalidError({
      operation,
      problem: `${what}${path ? ` at \`${path}\`` : ""} is not a tensor`,
      expected: "tensors and numbers in plain objects, arrays and registered classes",
      received: describe(leaf),
      hint:
        leaf instanceof Promise
          ? "The function is asynchronous: compute without `await` inside a transformation."
          : "Make it with np.array, or name the argument static: jit(f, { static: [1] }).",
    });
  });
  return { tensors, def };
}

function weakScalar(value: number | boolean): Tensor {
  const dtype = dtypeOfNumber(value);
  const data = hostArray(dtype, 1);
  data[0] = Number(value);
  if (dtype === "int32" && data[0] !== value) return floatScalar(value);
  return uploaded(data, { shape: [], dtype }, true);
}

/** For what is differentiated by: JavaScript does not tell 1 from 1.0, and whole numbers have no gradient. */
export function floatScalar(value: number | boolean): Tensor {
  if (typeof value === "boolean") return weakScalar(value);
  return uploaded(Float32Array.of(value), { shape: [], dtype: "float32" }, true);
}

function describe(leaf: unknown): string {
  if (typeof leaf === "object" && leaf !== null) return `a ${leaf.constructor.name}`;
  return `${typeof leaf} ${String(leaf).slice(0, 40)}`;
}
