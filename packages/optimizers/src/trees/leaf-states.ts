import { type Tensor, tree } from "@elegy/autodiff";
import { tensorLeaves } from "./map-tensors.ts";

/**
 * Changes every tensor `x` of a tree together with the tensors that a state keeps in its place, `sizeOf(x)` of them.
 *
 * @returns the tree of what `f` returns first, and the state of what it returns second.
 */
export function mapWithStates<T>(
  value: T,
  state: unknown,
  sizeOf: (x: Tensor) => number,
  f: (x: Tensor, kept: readonly Tensor[]) => readonly [Tensor, readonly Tensor[]],
): readonly [T, unknown] {
  const [, structure] = tree.flatten(value);
  const [, stateStructure] = tree.flatten(state);
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
