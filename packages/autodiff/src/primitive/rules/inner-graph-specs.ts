import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { formatSpec, sameSpec, type TensorSpec } from "../../tensor/spec.ts";
import type { Value } from "../primitive.ts";

/** The operands of a primitive are what its graphs take. */
export function requireOperandsOf(
  name: string,
  expected: readonly TensorSpec[],
  received: readonly TensorSpec[],
): void {
  const fit = expected.length === received.length;
  if (fit && expected.every((spec, i) => received[i] && sameSpec(spec, received[i]))) return;
  throw new ShapeMismatchError({
    operation: name,
    problem: "the operands do not fit the graph",
    expected: expected.map(formatSpec).join(", "),
    received: received.map(formatSpec).join(", "),
  });
}

/** Values of two graphs have the same specs. */
export function requireSameSpecs(name: string, expected: readonly Value[], received: readonly Value[]): void {
  requireOperandsOf(
    name,
    expected.map(({ spec }) => spec),
    received.map(({ spec }) => spec),
  );
}
