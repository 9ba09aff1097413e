import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { tensorLeaves } from "./map-tensors.ts";

/**
 * Changes every tensor `x` of a tree together with the tensors that a state keeps in its place, `sizeOf(x)` of them.
 *
 * @returns the tree of what `f` returns first, and the state of what it returns second.
 * @throws ArgumentInvalidError if the state was made for a tree of another structure.
 */
export function mapWithStates<T>(
  value: T,
  state: unknown,
  sizeOf: (x: Tensor) => number,
  f: (x: Tensor, kept: readonly Tensor[]) => readonly [Tensor, readonly Tensor[]],
): readonly [T, unknown] {
  const [, structure] = tree.flatten(value);
  const [, stateStructure] = tree.flatten(state);
  requireSamePlaces(value, state, sizeOf);
  const kept = tensorLeaves(state);
  let position = 0;
  const results = tensorLeaves(value).map((x) => {
    const start = position;
    position += sizeOf(x);
    return f(x, kept.slice(start, position));
  });
  const mapped: unknown = tree.unflatten(
    structure,
    results.map(([x]) => x),
  );
  // Tensors are replaced by tensors, the structure stays.
  return [
    mapped as T,
    tree.unflatten(
      stateStructure,
      results.flatMap(([, next]) => next),
    ),
  ];
}

function requireSamePlaces(value: unknown, state: unknown, sizeOf: (x: Tensor) => number): void {
  // A tensor's own tensors stand in a list in its place.
  const made = tree.leavesWithPath(state).map(([path]) => path.replace(/\.?\d+$/, ""));
  const leaves = tensorLeaves(value);
  const given = tree
    .leavesWithPath(value)
    .flatMap(([path], i) => Array.from({ length: leaves[i] ? sizeOf(leaves[i]) : 0 }, () => path));
  if (made.length === given.length && made.every((path, i) => path === given[i])) return;
  const list = (paths: readonly string[]): string =>
    [...new Set(paths)].map((path) => `\`${path}\``).join(", ");
  throw new ArgumentInvalidError({
    operation: "optimizer.update",
    problem: "the updates have another structure than the parameters had at `init`",
    expected: list(made),
    received: list(given),
  });
}
