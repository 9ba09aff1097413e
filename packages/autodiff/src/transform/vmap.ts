import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { Batch } from "../interpreters/batch.ts";
import { innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import { normalizeAxis } from "../np/axes.ts";
import { mappedInFront, moveFrontTo } from "../primitive/rules/batch-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { unflatten } from "../tree/flatten.ts";
import { tensorLeaves } from "./tensor-leaves.ts";

/** For each argument the axis mapped over, `null` for none; one entry for all arguments. */
export type InAxes = number | null | readonly (number | null)[];

export interface VmapOptions {
  /** Default 0. */
  readonly inAxes?: InAxes;
  /** Where the mapped axis goes in the results. Default 0. */
  readonly outAxes?: number;
}

/**
 * Turns a function of one example into one of a stack of them.
 *
 * @throws ShapeMismatchError if the mapped axes differ in size.
 * @example
 * ```ts
 * const rowSums = vmap((row) => row.sum());
 * await rowSums(np.array([[1, 2], [3, 4]])).array(); // => [3,7]
 * ```
 */
export function vmap<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  { inAxes = 0, outAxes = 0 }: VmapOptions = {},
): (...args: A) => R {
  return (...args) => {
    const argumentAxes = axisPerArgument(inAxes, args.length);
    const parts = args.map((arg, i) => ({
      ...tensorLeaves("vmap", `argument ${i}`, arg),
      axis: argumentAxes[i] ?? null,
    }));
    const mapped = parts.flatMap(({ tensors, axis }) =>
      axis === null ? [] : tensors.map((tensor) => ({ tensor, axis: normalized(tensor, axis) })),
    );
    const size = commonSize(mapped);
    const batch = new Batch("vmap", innermostInterpreter(), size);
    const lifted = parts.map(({ tensors, def, axis }) =>
      unflatten(
        def,
        tensors.map((tensor) =>
          batch.lift({ tensor, axis: axis === null ? null : normalized(tensor, axis) }),
        ),
      ),
    );
    const { tensors, def } = withInterpreter(batch, () =>
      // The lifted arguments have the structure of the given ones.
      tensorLeaves("vmap", "the result", f(...(lifted as unknown as A))),
    );
    const results = tensors.map((output) => {
      const { tensor, axis } = batch.batchedOf(output);
      return moveFront(mappedInFront(tensor, axis, size), outAxes);
    });
    return unflatten(def, results) as R;
  };
}

function axisPerArgument(inAxes: InAxes, count: number): readonly (number | null)[] {
  if (inAxes === null || typeof inAxes === "number") {
    return Array.from({ length: count }, () => inAxes);
  }
  if (inAxes.length === count) return inAxes;
  throw new ArgumentInvalidError({
    operation: "vmap",
    problem: "inAxes does not fit the arguments",
    expected: `${count} entries, one for each argument`,
    received: `[${inAxes.map(String).join(", ")}]`,
    hint: "Use null for an argument that is the same for all examples.",
  });
}

function normalized(tensor: Tensor, axis: number): number {
  const position = axis < 0 ? axis + tensor.ndim : axis;
  if (Number.isInteger(position) && position >= 0 && position < tensor.ndim) return position;
  throw new ArgumentInvalidError({
    operation: "vmap",
    problem: "inAxes names no axis of the argument",
    expected: `an axis of ${formatSpec(tensor.spec)}`,
    received: String(axis),
    hint: "Use null for an argument that is the same for all examples.",
  });
}

function commonSize(mapped: readonly { tensor: Tensor; axis: number }[]): number {
  const sizes = mapped.map(({ tensor, axis }) => tensor.shape[axis] ?? 0);
  const [size] = sizes;
  if (size === undefined) {
    throw new ArgumentInvalidError({
      operation: "vmap",
      problem: "nothing to map over",
      expected: "at least one tensor with an axis in inAxes",
      received: "none",
    });
  }
  if (sizes.some((other) => other !== size)) {
    throw new ShapeMismatchError({
      operation: "vmap",
      problem: "the mapped axes differ in size",
      expected: `${size} examples in every argument`,
      received: mapped.map(({ tensor, axis }) => `${formatSpec(tensor.spec)} along ${axis}`).join(" and "),
    });
  }
  return size;
}

function moveFront(tensor: Tensor, outAxis: number): Tensor {
  const to = normalizeAxis("vmap outAxes", outAxis, tensor.ndim, tensor);
  return moveFrontTo(tensor, to);
}
