import { ArgumentInvalidError, ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { dtypeInfo } from "../../tensor/dtype.ts";
import { scalarIfKnown } from "../../tensor/read.ts";
import { formatSpec } from "../../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import type { MapLeaves } from "../../tree/map-leaves.ts";
import { constant } from "../creation.ts";
import { convertElementType, max, min } from "../elementwise.ts";
import { applyBranch } from "./branches.ts";
import type { Tree } from "./leaves.ts";

/** The operands as a branch gets them: numbers are tensors. */
type Operands<A extends readonly unknown[]> = { [K in keyof A]: NoInfer<MapLeaves<A[K], Tensor>> };

/**
 * `onTrue(...operands)` where the predicate holds, else `onFalse(...operands)`; only one of them is computed.
 *
 * Both functions are traced, and have to return the same structure, shapes and dtypes. If the predicate's value is
 * known (without `jit`, or under `grad` alone), the chosen one runs on real values instead, so that a debugger sees them.
 * Under `vmap` with a mapped predicate both are computed, and each example takes its own result.
 *
 * @param pred a scalar; a number holds if it is not 0.
 * @throws TreeMismatchError, ShapeMismatchError or DTypeMismatchError if the branches return different things.
 * @example
 * ```ts
 * const f = (x) => lax.cond(x.greater(0), (x) => x.mul(2), (x) => x.neg(), x);
 * await f(np.array(-3)).item(); // => 3
 * ```
 */
export function cond<A extends readonly unknown[], R extends Tree>(
  pred: TensorLike,
  onTrue: (...operands: Operands<A>) => R,
  onFalse: (...operands: Operands<A>) => NoInfer<MapLeaves<R, TensorLike>>,
  ...operands: A
): MapLeaves<R, Tensor> {
  const branches = [onFalse, onTrue] as Branch[];
  if (!isTensor(pred)) {
    requireScalar("lax.cond", "predicate", pred, typeof pred === "boolean" || typeof pred === "number");
    return applyBranch("lax.cond", branches, pred ? 1 : 0, operands) as MapLeaves<R, Tensor>;
  }
  requireScalar("lax.cond", "predicate", pred, pred.ndim === 0);
  const index = convertElementType(convertElementType(pred, "bool"), "int32");
  return applyBranch("lax.cond", branches, scalarIfKnown(index) ?? index, operands) as MapLeaves<R, Tensor>;
}

type Branch = (...operands: readonly unknown[]) => unknown;

/**
 * `branches[index](...operands)`, the index clamped to `0…branches.length − 1`. As {@link cond} otherwise.
 *
 * @example
 * ```ts
 * const f = (i) => lax.switch(i, [(x) => x, (x) => x.mul(10), (x) => x.neg()], np.array(2));
 * await f(1).item(); // => 20
 * await f(7).item(); // => -2
 * ```
 */
function switchCase<A extends readonly unknown[], R extends Tree>(
  index: TensorLike,
  branches: readonly ((...operands: Operands<A>) => R)[],
  ...operands: A
): MapLeaves<R, Tensor> {
  const last = branches.length - 1;
  if (last < 0) {
    throw new ArgumentInvalidError({
      operation: "lax.switch",
      problem: "there is no branch",
      expected: "at least one function",
      received: "[]",
    });
  }
  const functions = branches as readonly Branch[];
  if (!isTensor(index)) {
    requireScalar("lax.switch", "index", index, Number.isInteger(index));
    const clamped = Math.min(Math.max(Number(index), 0), last);
    return applyBranch("lax.switch", functions, clamped, operands) as MapLeaves<R, Tensor>;
  }
  const whole = ["int", "uint"].includes(dtypeInfo(index.dtype).kind);
  requireScalar("lax.switch", "index", index, index.ndim === 0 && whole);
  const wide = index.dtype === "uint8" ? convertElementType(index, "int32") : index;
  const limit = (value: number): Tensor => constant(value, wide.dtype);
  const clamped = convertElementType(min(max(wide, limit(0)), limit(last)), "int32");
  const known = scalarIfKnown(clamped);
  return applyBranch("lax.switch", functions, known ?? clamped, operands) as MapLeaves<R, Tensor>;
}

export { switchCase as switch };

function requireScalar(operation: string, what: string, given: unknown, valid: boolean): void {
  if (valid) return;
  const received = isTensor(given) ? formatSpec(given.spec) : String(given);
  const expected = what === "index" ? "a whole number or an integer scalar" : "a truth value or a scalar";
  if (isTensor(given) && given.ndim > 0) {
    throw new ShapeMismatchError({
      operation,
      problem: `the ${what} is not a scalar`,
      expected,
      received,
      hint: "To choose element by element use np.where; to choose for each example use vmap.",
    });
  }
  throw new ArgumentInvalidError({ operation, problem: `the ${what} does not fit`, expected, received });
}
