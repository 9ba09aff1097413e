import { wrongArgument } from "../errors/received.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import { isTensor } from "../tensor/tensor.ts";
import { leavesWithPath } from "../tree/flatten.ts";

/** `argnums`: the position of the argument (or of several) to differentiate by. Default 0. */
export interface GradOptions {
  readonly argnums?: number | readonly number[];
}

/** The type of the argument, or the tuple of those, that `argnums` names. */
export type ArgumentAt<A extends readonly unknown[], O> = O extends { readonly argnums: infer N }
  ? N extends number
    ? A[N]
    : N extends readonly number[]
      ? { -readonly [I in keyof N]: A[N[I] & keyof A] }
      : A[0]
  : A[0];

/** The arguments that `argnums` names. */
export interface ChosenArguments {
  readonly values: readonly unknown[];
  /** All arguments, with others in place of the chosen ones. */
  replacedBy(values: readonly unknown[]): readonly unknown[];
  /** What belongs to each chosen argument: itself where one position was named, else the list. */
  shaped(results: readonly unknown[]): unknown;
}

/** @throws ArgumentInvalidError for a position without argument, or an argument that is not float. */
export function chooseArguments(
  operation: string,
  argnums: number | readonly number[],
  args: readonly unknown[],
): ChosenArguments {
  const positions = typeof argnums === "number" ? [argnums] : argnums;
  requireDistinct(operation, positions);
  const values = positions.map((position) => {
    requirePosition(operation, position, args.length);
    return args[position];
  });
  values.forEach((argument, i) => requireFloats(operation, `argument ${positions[i]}`, argument));
  return {
    values,
    replacedBy: (others) =>
      args.map((arg, i) => (positions.includes(i) ? others[positions.indexOf(i)] : arg)),
    shaped: (results) => (typeof argnums === "number" ? results[0] : results),
  };
}

function requirePosition(operation: string, position: number, count: number): void {
  if (Number.isInteger(position) && position >= 0 && position < count) return;
  throw wrongArgument(
    operation,
    "argnums names no argument",
    count === 0 ? "at least one argument" : `a position of 0…${count - 1}`,
    position,
  );
}

function requireDistinct(operation: string, positions: readonly number[]): void {
  if (new Set(positions).size === positions.length) return;
  throw new ArgumentInvalidError({
    operation,
    problem: "argnums names an argument twice",
    expected: "different positions",
    received: `[${positions.join(", ")}]`,
  });
}

function requireFloats(operation: string, what: string, argument: unknown): void {
  for (const [path, leaf] of leavesWithPath(argument)) {
    if (isTensor(leaf) ? isFloat(leaf.dtype) : typeof leaf === "number") continue;
    throw new ArgumentInvalidError({
      operation,
      problem: `${what}${path === "" ? "" : ` at \`${path}\``} has no gradient`,
      expected: "float tensors",
      received: isTensor(leaf) ? formatSpec(leaf.spec) : typeof leaf,
      hint: 'Convert it with x.astype("float32"), or choose other arguments with argnums.',
    });
  }
}

/** What a function with `hasAux` returns. */
export function auxPair(operation: string, result: unknown): readonly [unknown, unknown] {
  if (Array.isArray(result) && result.length === 2) return [result[0], result[1]];
  throw new ArgumentInvalidError({
    operation,
    problem: "with hasAux the function returns a pair",
    expected: "[loss, aux]",
    received: Array.isArray(result) ? `a list of ${result.length}` : typeof result,
  });
}
