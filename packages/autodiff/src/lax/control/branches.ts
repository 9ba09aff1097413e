import { DTypeMismatchError, ShapeMismatchError, TracedValueError } from "../../errors/tensor-errors.ts";
import { GraphBuilder } from "../../interpreters/graph-builder.ts";
import { bindPrimitive, withInterpreter } from "../../interpreters/stack.ts";
import type { Graph } from "../../primitive/primitive.ts";
import { condP } from "../../primitives/cond.ts";
import type { DType } from "../../tensor/dtype.ts";
import { promote } from "../../tensor/promotion.ts";
import { formatSpec, sameShape } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { unflatten } from "../../tree/flatten.ts";
import { convertElementType } from "../elementwise.ts";
import { atPath, type Leaves, leavesOf, requireSameStructure } from "./leaves.ts";
import { requireFunction } from "../../errors/require-function.ts";

type Branch = (...operands: readonly unknown[]) => unknown;

/** The branch of an index, which is a number if it is known already. */
export function applyBranch(
  operation: string,
  branches: readonly Branch[],
  index: number | Tensor,
  operands: readonly unknown[],
): unknown {
  branches.forEach((branch) => requireFunction(operation, "a branch", branch));
  const given = leavesOf(operation, "an operand", operands);
  if (typeof index === "number") return applyChosen(operation, branches, index, given);
  const traces = branches.map((branch) => traceBranch(operation, branch, given));
  const dtypes = commonDTypes(
    operation,
    traces.map(({ results }, i) => ({ name: branchName(operation, i), results })),
  );
  const def = traces[0]?.results.def ?? { kind: "null" };
  const finished = traces.map(({ builder, results }) =>
    withInterpreter(builder, () => builder.finish(converted(results, dtypes))),
  );
  const captured = [...new Set(finished.flatMap((branch) => branch.captured))];
  const graphs = finished.map(({ graph, captured: own }): Graph => {
    const [inputs, further] = [
      graph.inputs.slice(0, given.tensors.length),
      graph.inputs.slice(given.tensors.length),
    ];
    const shared = captured.map((tensor) => further[own.indexOf(tensor)] ?? { spec: tensor.spec });
    return { ...graph, inputs: [...shared, ...inputs] };
  });
  return unflatten(def, bindPrimitive(condP, [index, ...captured, ...given.tensors], { branches: graphs }));
}

/** Runs one branch as it is, and traces the others only to see whether they return the same. */
function applyChosen(operation: string, branches: readonly Branch[], index: number, given: Leaves): unknown {
  const returned = branches.flatMap((branch, i): BranchResults[] => {
    const name = branchName(operation, i);
    if (i !== index) return tracedIfPossible(operation, branch, given).map((results) => ({ name, results }));
    const results = branch(...(unflatten(given.def, given.tensors) as unknown[]));
    return [{ name, results: leavesOf(operation, "the result", results), chosen: true }];
  });
  const dtypes = commonDTypes(operation, returned);
  const chosen = returned.find((branch) => branch.chosen)?.results;
  if (!chosen) throw new Error("the index of a branch is in range");
  return unflatten(chosen.def, converted(chosen, dtypes));
}

/** A branch that reads values, as one does to debug, cannot be checked as long as it is not taken. */
function tracedIfPossible(operation: string, branch: Branch, given: Leaves): readonly Leaves[] {
  try {
    return [traceBranch(operation, branch, given).results];
  } catch (error) {
    if (error instanceof TracedValueError) return [];
    throw error;
  }
}

interface BranchResults {
  readonly name: string;
  readonly results: Leaves;
  readonly chosen?: true;
}

interface BranchTrace {
  readonly builder: GraphBuilder;
  readonly results: Leaves;
}

function traceBranch(operation: string, branch: Branch, operands: Leaves): BranchTrace {
  const builder = new GraphBuilder(operation);
  const inputs = operands.tensors.map(({ spec }, i) => builder.input(spec, operands.weak[i]));
  const results = withInterpreter(builder, () =>
    leavesOf(operation, "the result", branch(...(unflatten(operands.def, inputs) as unknown[]))),
  );
  return { builder, results };
}

/** Numbers take the dtype that other branches return in their place. */
function converted({ tensors }: Leaves, dtypes: readonly DType[]): Tensor[] {
  return tensors.map((tensor, i) => convertElementType(tensor, dtypes[i] ?? tensor.dtype));
}

/** The dtype of each leaf; all branches have to agree on structure, shapes and, but for numbers, dtypes. */
function commonDTypes(operation: string, branches: readonly BranchResults[]): DType[] {
  const [first, ...others] = branches.map(({ results }) => results);
  if (!first) return [];
  others.forEach((other) => requireSameStructure(`${operation} branches`, first, other));
  return first.tensors.map((tensor, leaf) => {
    const all = branches.flatMap(({ name, results: { tensors, weak } }) => {
      const own = tensors[leaf];
      return own ? [{ name, spec: own.spec, dtype: own.dtype, weak: weak[leaf] ?? false }] : [];
    });
    const dtype = promote(all);
    const sameShapes = all.every(({ spec }) => sameShape(spec.shape, tensor.shape));
    if (sameShapes && all.every(({ spec, weak }) => weak || spec.dtype === dtype)) return dtype;
    const parts = {
      operation,
      problem: `the branches return different tensors${atPath(first.paths[leaf])}`,
      expected: "one shape and one dtype from all of them",
      received: all.map(({ name, spec }) => `${formatSpec(spec)} from ${name}`).join(" and "),
    };
    throw sameShapes
      ? new DTypeMismatchError({ ...parts, hint: `Convert: .astype("${dtype}").` })
      : new ShapeMismatchError(parts);
  });
}

function branchName(operation: string, index: number): string {
  if (operation !== "lax.cond") return `branch ${index}`;
  return index === 0 ? "onFalse" : "onTrue";
}
