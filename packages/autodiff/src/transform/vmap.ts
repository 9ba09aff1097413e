import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { Batch } from "../interpreters/batch.ts";
import { innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import { tensorAxis } from "../np/axes.ts";
import { mappedInFront, moveFrontTo } from "../primitive/rules/batch-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesWithPath, unflatten } from "../tree/flatten.ts";
import { type AxisTree, axisPerLeaf } from "./mapped-axes.ts";
import { tensorLeaves } from "./tensor-leaves.ts";

/** One entry for all arguments, or a list with one for each: see {@link AxisTree}. */
export type InAxes = AxisTree;

export interface VmapOptions {
  /** The axis of each argument, or of each leaf of it, that is mapped over; `null` for none. Default 0. */
  readonly inAxes?: InAxes;
  /** Where the mapped axis goes in the results, or in each leaf of them; `null` for a result without. Default 0. */
  readonly outAxes?: AxisTree;
}

/**
 * Turns a function of one example into one of a stack of them.
 *
 * @throws ShapeMismatchError if the mapped axes differ in size.
 * @throws ArgumentInvalidError for axes that do not fit, and for a result that should have no mapped axis but has.
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
    const given = tensorLeaves("vmap", "an argument", args);
    const inputs = mappedInputs(given.tensors, axisPerLeaf("inAxes", inAxes, args), args);
    const size = commonSize(inputs);
    const batch = new Batch("vmap", innermostInterpreter(), size);
    const lifted = unflatten(
      given.def,
      inputs.map(({ tensor, axis }) => batch.lift({ tensor, axis })),
    );
    let results: unknown;
    const { tensors, def } = withInterpreter(batch, () => {
      // The lifted arguments have the structure of the given ones.
      results = f(...(lifted as A));
      return tensorLeaves("vmap", "the result", results);
    });
    const axes = axisPerLeaf("outAxes", outAxes, results);
    const outputs = tensors.map((output, i) => {
      const { tensor, axis } = batch.batchedOf(output);
      const to = axes[i] ?? null;
      if (to === null) return unmapped(tensor, axis);
      return moveFront(mappedInFront(tensor, axis, size), to);
    });
    return unflatten(def, outputs) as R;
  };
}

interface MappedInput {
  readonly tensor: Tensor;
  readonly axis: number | null;
  /** For messages. */
  readonly name: string;
}

function mappedInputs(
  tensors: readonly Tensor[],
  axes: readonly (number | null)[],
  args: readonly unknown[],
): readonly MappedInput[] {
  const paths = leavesWithPath(args).map(([path]) => path);
  return tensors.map((tensor, i) => {
    const [argument, ...rest] = (paths[i] ?? "").split(".");
    const name = `argument ${argument}${rest.length > 0 ? ` at \`${rest.join(".")}\`` : ""}`;
    const axis = axes[i] ?? null;
    return { tensor, name, axis: axis === null ? null : normalized(tensor, axis, name) };
  });
}

function unmapped(tensor: Tensor, axis: number | null): Tensor {
  if (axis === null) return tensor;
  throw new ArgumentInvalidError({
    operation: "vmap",
    problem: "outAxes is null for a result that differs from example to example",
    expected: "an axis",
    received: "null",
    hint: "Reduce over the examples outside of vmap.",
  });
}

function normalized(tensor: Tensor, axis: number, name: string): number {
  const position = axis < 0 ? axis + tensor.ndim : axis;
  if (Number.isInteger(position) && position >= 0 && position < tensor.ndim) return position;
  throw new ArgumentInvalidError({
    operation: "vmap",
    problem: `inAxes names no axis of ${name}`,
    expected: `an axis of ${formatSpec(tensor.spec)}`,
    received: String(axis),
    hint: "Use null for an argument that is the same for all examples.",
  });
}

function commonSize(inputs: readonly MappedInput[]): number {
  const mapped = inputs.flatMap(({ tensor, axis, name }) =>
    axis === null ? [] : [{ tensor, axis, name, size: tensor.shape[axis] ?? 0 }],
  );
  const [first] = mapped;
  if (first === undefined) {
    throw new ArgumentInvalidError({
      operation: "vmap",
      problem: "nothing to map over",
      expected: "at least one tensor with an axis in inAxes",
      received: "none",
    });
  }
  if (mapped.some(({ size }) => size !== first.size)) {
    throw new ShapeMismatchError({
      operation: "vmap",
      problem: "the mapped axes differ in size",
      expected: `${first.size} examples in every argument`,
      received: mapped
        .map(({ tensor, axis, name }) => `${formatSpec(tensor.spec)} along ${axis} (${name})`)
        .join(" and "),
    });
  }
  return first.size;
}

function moveFront(tensor: Tensor, outAxis: number): Tensor {
  const to = tensorAxis("vmap outAxes", outAxis, tensor);
  return moveFrontTo(tensor, to);
}
