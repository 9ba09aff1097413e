import { ArgumentInvalidError, isTensor, type TensorSpec } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { type PathPattern, pathMatcher } from "../states/path-pattern.ts";

/** `true` where a parameter, or everything below a node, is frozen. */
export type FrozenTree =
  | boolean
  | null
  | readonly FrozenTree[]
  | { readonly [key: string]: FrozenTree | undefined };

/** Which parameters are not trained: by path, by a predicate, or by a tree like that of the parameters. */
export type Frozen =
  | PathPattern
  | readonly PathPattern[]
  | ((path: string, parameter: TensorSpec) => boolean)
  | FrozenTree;

/** A part of a tree: `null` where a leaf belongs to the other part. */
export interface TrainedPart {
  /** What is trained: the same tree, with `null` for what is frozen. */
  readonly trained: unknown;
  /** The same of a tree like it, such as the gradient. */
  of(other: unknown): unknown;
  /** The whole tree, with other values for what is trained. */
  joined(trained: unknown): unknown;
}

/** Tells parameters that are trained from those that stay as they are. */
export class FrozenParameters {
  readonly #frozen: Frozen;

  constructor(frozen: Frozen) {
    this.#frozen = frozen;
  }

  /** The paths of the parameters that are not trained. */
  paths(params: unknown): ReadonlySet<string> {
    const leaves = tree.leavesWithPath(params);
    const isFrozen = predicateOf(
      this.#frozen,
      leaves.map(([path]) => path),
    );
    // Parameters are tensors, or described as such.
    return new Set(leaves.flatMap(([path, leaf]) => (isFrozen(path, leaf as TensorSpec) ? [path] : [])));
  }

  /** Sets apart what is trained of the parameters. */
  split(params: unknown): TrainedPart {
    const paths = this.paths(params);
    const withoutFrozen = (other: unknown): unknown =>
      mapWithPath((path, leaf) => (paths.has(path) ? null : leaf), other);
    return {
      trained: withoutFrozen(params),
      of: withoutFrozen,
      joined(trained) {
        const others = tree.leaves(trained).values();
        return mapWithPath((path, leaf) => (paths.has(path) ? leaf : others.next().value), params);
      },
    };
  }
}

function mapWithPath(f: (path: string, leaf: unknown) => unknown, whole: unknown): unknown {
  const leaves = tree.leavesWithPath(whole).map(([path, leaf]) => f(path, leaf));
  return tree.unflatten(tree.structure(whole), leaves);
}

type Predicate = (path: string, parameter: TensorSpec) => boolean;

function predicateOf(frozen: Frozen, paths: readonly string[]): Predicate {
  if (typeof frozen === "function") return frozen;
  if (isPattern(frozen)) return predicateOf([frozen], paths);
  if (isPatternList(frozen)) {
    const patterns = frozen.map((pattern) => ({ pattern, matches: pathMatcher(pattern) }));
    const idle = patterns.find(({ matches }) => !paths.some(matches));
    if (idle !== undefined) throw nothingFrozen(String(idle.pattern), paths);
    return (path) => patterns.some(({ matches }) => matches(path));
  }
  const marked = marks(frozen);
  const idle = marked.find(([mark]) => !paths.some(pathMatcher(mark)));
  if (idle !== undefined) throw nothingFrozen(idle[0], paths);
  return (path) => marked.some(([mark, isFrozen]) => isFrozen && pathMatcher(mark)(path));
}

function isPattern(value: Frozen): value is PathPattern {
  return typeof value === "string" || value instanceof RegExp;
}

function isPatternList(value: Frozen): value is readonly PathPattern[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPattern);
}

/** The paths that a tree of truth values speaks of. */
function marks(mask: unknown): readonly (readonly [path: string, isFrozen: boolean])[] {
  return tree.leavesWithPath(mask).map(([at, isFrozen]) => {
    if (typeof isFrozen === "boolean") return [at, isFrozen] as const;
    throw new ArgumentInvalidError({
      operation: "Model",
      problem: `\`frozen\` holds something else than truth values${at === "" ? "" : ` at \`${at}\``}`,
      expected: "a path, a pattern, a list of these, a predicate, or a tree of true and false",
      received: isTensor(isFrozen) ? "a tensor" : `${typeof isFrozen} ${String(isFrozen)}`,
    });
  });
}

function nothingFrozen(pattern: string, paths: readonly string[]): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation: "Model",
    problem: "`frozen` names a parameter that there is not",
    expected:
      paths.length === 0 ? "no path at all: there are no parameters" : `paths such as ${paths.join(", ")}`,
    received: pattern,
  });
}
