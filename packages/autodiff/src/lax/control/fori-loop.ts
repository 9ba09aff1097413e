import { ArgumentInvalidError } from "../../errors/tensor-errors.ts";
import { dtypeInfo } from "../../tensor/dtype.ts";
import { dtypeOfNumber, promote } from "../../tensor/promotion.ts";
import { formatSpec } from "../../tensor/spec.ts";
import { isTensor, type Tensor, type TensorLike } from "../../tensor/tensor.ts";
import { tensorObject } from "../../tensor/tensor-object.ts";
import type { MapLeaves } from "../../tree/map-leaves.ts";
import { constant, full, iota } from "../creation.ts";
import { add, convertElementType, lt } from "../elementwise.ts";
import type { Tree } from "./leaves.ts";
import { scanTrees } from "./scan.ts";
import { whileTrees } from "./while-loop.ts";
import { requireFunction } from "../../errors/require-function.ts";

const NAME = "lax.foriLoop";

/**
 * Runs `body` for `i` of `lower ≤ i < upper`.
 *
 * With numbers as bounds it is a {@link scan}, differentiable in both directions; with a tensor among them a
 * {@link whileLoop}, differentiable forwards only.
 *
 * @param body from `i` (`i32[]`) and the carry to the next carry. @param init the first carry, a tree.
 * @returns the last carry.
 * @example
 * ```ts
 * await lax.foriLoop(0, 5, (i, sum) => sum.add(i), 0).item(); // => 10
 * ```
 */
export function foriLoop<C extends Tree>(
  lower: TensorLike,
  upper: TensorLike,
  body: (i: Tensor, carry: NoInfer<MapLeaves<C, Tensor>>) => NoInfer<MapLeaves<C, TensorLike>>,
  init: C,
): MapLeaves<C, Tensor> {
  requireFunction(NAME, "body", body);
  requireBound("lower", lower);
  requireBound("upper", upper);
  if (typeof lower === "number" && typeof upper === "number") {
    const length = Math.max(upper - lower, 0);
    const counts = iota("int32", length);
    const numbers = lower === 0 ? counts : add(counts, full([length], lower, "int32"));
    const step = (carry: unknown, i: unknown): unknown => [
      body(i as Tensor, carry as MapLeaves<C, Tensor>),
      null,
    ];
    return scanTrees(NAME, step, init, numbers, { weak: true })[0] as MapLeaves<C, Tensor>;
  }
  const dtype = promote(
    [lower, upper].map((bound) =>
      isTensor(bound)
        ? { dtype: bound.dtype, weak: tensorObject(bound).weak }
        : { dtype: dtypeOfNumber(bound), weak: true },
    ),
  );
  const [first, end] = [lower, upper].map((bound) =>
    isTensor(bound) ? convertElementType(bound, dtype) : constant(bound, dtype),
  );
  if (!first || !end) throw new Error("a loop has two bounds");
  type State = [Tensor, MapLeaves<C, Tensor>];
  const [, last] = whileTrees(
    NAME,
    (state) => lt((state as State)[0], end),
    (state) => {
      const [i, carry] = state as State;
      return [add(i, constant(1, dtype)), body(i, carry)];
    },
    [first, init],
  ) as State;
  return last;
}

function requireBound(name: string, bound: TensorLike): void {
  const valid = isTensor(bound)
    ? bound.ndim === 0 && ["int", "uint"].includes(dtypeInfo(bound.dtype).kind)
    : Number.isSafeInteger(bound);
  if (valid) return;
  throw new ArgumentInvalidError({
    operation: NAME,
    problem: `the ${name} bound is not a whole number`,
    expected: "a whole number or an integer scalar",
    received: isTensor(bound) ? formatSpec(bound.spec) : String(bound),
  });
}
