import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { GraphBuilder } from "../interpreters/graph-builder.ts";
import { withInterpreter } from "../interpreters/stack.ts";
import type { Graph } from "../primitive/primitive.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { type TreeDef, unflatten } from "../tree/flatten.ts";
import { type TensorLeaves, tensorLeaves } from "./tensor-leaves.ts";

/** A function written down, and what it is to be applied to. */
export interface TracedCall {
  readonly graph: Graph;
  /** The tensors of the arguments. */
  readonly given: TensorLeaves;
  /** Tensors from outside that the function uses: further inputs of the graph. */
  readonly captured: readonly Tensor[];
  /** The structure of the result. */
  readonly def: TreeDef;
}

/** Writes down a function of the arguments that are not set apart. */
export function traceCall(
  name: string,
  f: (...args: readonly unknown[]) => unknown,
  args: readonly unknown[],
): TracedCall {
  const given = tensorLeaves(name, "the argument", args);
  const builder = new GraphBuilder(name);
  const inputs = given.tensors.map((tensor) => builder.input(tensor.spec, tensorObject(tensor).weak));
  const result = withInterpreter(builder, () =>
    // Unflattening restores the structure of the arguments.
    tensorLeaves(name, "the result", f(...(unflatten(given.def, inputs) as unknown[]))),
  );
  return { ...builder.finish(result.tensors), given, def: result.def };
}

/** Arguments of which some are not tensors and stay as they are. */
export interface DividedArguments {
  readonly traced: readonly unknown[];
  readonly fixed: readonly unknown[];
  /** All of them, with others in place of the traced ones. */
  join(traced: readonly unknown[]): readonly unknown[];
}

/** Sets apart the arguments at some positions. */
export function divideArguments(args: readonly unknown[], positions: readonly number[]): DividedArguments {
  const isFixed = new Set(positions);
  return {
    traced: args.filter((_, i) => !isFixed.has(i)),
    fixed: positions.map((position) => args[position]),
    join(traced) {
      const rest = traced.values();
      return args.map((arg, i): unknown => (isFixed.has(i) ? arg : rest.next().value));
    },
  };
}

/** @throws ArgumentInvalidError unless the positions are whole, distinct and not negative. */
export function requirePositions(operation: string, option: string, positions: readonly number[] = []): void {
  const other = positions.find(
    (position, i) => !Number.isInteger(position) || position < 0 || positions.indexOf(position) !== i,
  );
  if (other === undefined) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `${option} names no argument`,
    expected: "distinct positions counted from 0",
    received: String(other),
  });
}
