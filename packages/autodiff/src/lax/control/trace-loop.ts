import { DTypeMismatchError, ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { GraphBuilder } from "../../interpreters/graph-builder.ts";
import { withInterpreter } from "../../interpreters/stack.ts";
import type { Graph } from "../../primitive/primitive.ts";
import { promote } from "../../tensor/promotion.ts";
import { formatSpec, sameShape, sameSpec, type TensorSpec } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { unflatten } from "../../tree/flatten.ts";
import { convertElementType } from "../elementwise.ts";
import { atPath, type Leaves, leavesOf, requireSameStructure } from "./leaves.ts";

/** A spec of an input, and whether it gives way to other dtypes. */
export interface LoopInput extends TensorSpec {
  readonly weak?: boolean;
}

interface TracedLoop {
  /** From what was captured, the carry and the further inputs to the next carry and the further results. */
  readonly body: Graph;
  readonly captured: readonly Tensor[];
  /** The first carry, in the dtypes that the body keeps. */
  readonly init: readonly Tensor[];
  /** The further results. */
  readonly results: Leaves;
}

interface Step {
  readonly carry: unknown;
  readonly results: unknown;
}

/**
 * Writes the body of a loop down. A carry that began as a number takes the dtype that the body gives it, once; any other
 * has to come out as it went in.
 */
export function traceLoop(
  operation: string,
  init: Leaves,
  inputs: readonly LoopInput[],
  step: (carry: unknown, inputs: readonly Tensor[]) => Step,
): TracedLoop {
  const first = attempt(operation, init, inputs, step);
  const promoted = init.tensors.map((tensor, i) => {
    const next = first.carry[i];
    if (!init.weak[i] || !next) return tensor;
    const dtype = promote([
      { dtype: tensor.dtype, weak: true },
      { dtype: next.dtype, weak: false },
    ]);
    return convertElementType(tensor, dtype);
  });
  const changed = promoted.some((tensor, i) => tensor.dtype !== init.tensors[i]?.dtype);
  const settled = { ...init, tensors: promoted };
  const traced = changed ? attempt(operation, settled, inputs, step) : first;
  settled.tensors.forEach(({ spec }, i) => {
    const next = traced.carry[i];
    if (next && !sameSpec(spec, next)) throw carryError(operation, init.paths[i], spec, next);
  });
  return { ...traced, init: settled.tensors };
}

interface Attempt extends Pick<TracedLoop, "body" | "captured" | "results"> {
  readonly carry: readonly TensorSpec[];
}

function attempt(
  operation: string,
  init: Leaves,
  inputs: readonly LoopInput[],
  step: (carry: unknown, inputs: readonly Tensor[]) => Step,
): Attempt {
  const builder = new GraphBuilder(operation);
  const carry = init.tensors.map(({ spec }, i) => builder.input(spec, init.weak[i]));
  const further = inputs.map(({ shape, dtype, weak }) => builder.input({ shape, dtype }, weak));
  return withInterpreter(builder, () => {
    const next = step(unflatten(init.def, carry), further);
    const returned = leavesOf(operation, "the carry returned", next.carry);
    requireSameStructure(`${operation} carry`, init, returned);
    const results = leavesOf(operation, "the result", next.results);
    // A number that the body returns is of the dtype of its place.
    const fitted = returned.tensors.map((tensor, i) => {
      const { dtype } = init.tensors[i] ?? tensor;
      const places = [
        { dtype, weak: init.weak[i] ?? true },
        { dtype: tensor.dtype, weak: true },
      ];
      return returned.weak[i] ? convertElementType(tensor, promote(places)) : tensor;
    });
    const { graph, captured } = builder.finish([...fitted, ...results.tensors]);
    const own = carry.length + further.length;
    return {
      body: { ...graph, inputs: [...graph.inputs.slice(own), ...graph.inputs.slice(0, own)] },
      captured,
      results,
      carry: fitted.map(({ spec }) => spec),
    };
  });
}

function carryError(
  operation: string,
  path: string | undefined,
  expected: TensorSpec,
  received: TensorSpec,
): Error {
  const parts = {
    operation,
    problem: `the carry changes${atPath(path)} from one step to the next`,
    expected: `${formatSpec(expected)}, as it came in`,
    received: `${formatSpec(received)} from the body`,
  };
  return sameShape(expected.shape, received.shape)
    ? new DTypeMismatchError({
        ...parts,
        hint: `Convert it: .astype("${expected.dtype}"), or begin with a carry of ${received.dtype}.`,
      })
    : new ShapeMismatchError({ ...parts, hint: "Every step has to return a carry of the same shape." });
}
