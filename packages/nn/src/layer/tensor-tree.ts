import { isTensor, type Tensor } from "@elegy/autodiff";

interface Branch {
  [name: string]: Branch | Tensor;
}

/** Tensors by path, in nested plain objects. */
export class TensorTree {
  readonly #root: Branch;

  /** @param tree what to begin with; it is not changed. */
  constructor(tree: unknown = null) {
    this.#root = copied(tree);
  }

  /** The tensor that stands there. */
  get(path: readonly string[]): Tensor | undefined {
    const found = path.reduce<Branch | Tensor | undefined>(
      (at, name) => (at === undefined || isTensor(at) || !Object.hasOwn(at, name) ? undefined : at[name]),
      this.#root,
    );
    return isTensor(found) ? found : undefined;
  }

  /** Puts a tensor there; `false` if something else than a tensor stands there, or on the way. */
  set(path: readonly string[], tensor: Tensor): boolean {
    let at = this.#root;
    for (const name of path.slice(0, -1)) {
      const next = Object.hasOwn(at, name) ? at[name] : undefined;
      if (isTensor(next)) return false;
      at = next ?? (at[name] = {});
    }
    const last = path.at(-1) ?? "";
    if (Object.hasOwn(at, last) && !isTensor(at[last])) return false;
    at[last] = tensor;
    return true;
  }

  /** The paths of all tensors, as in `hidden.w`. */
  paths(): string[] {
    return pathsOf(this.#root);
  }

  toTree(): Branch {
    return this.#root;
  }
}

function copied(tree: unknown): Branch {
  if (typeof tree !== "object" || tree === null) return {};
  return Object.fromEntries(
    Object.entries(tree).map(([name, child]: [string, unknown]) => [
      name,
      isTensor(child) ? child : copied(child),
    ]),
  );
}

function pathsOf(branch: Branch): string[] {
  return Object.entries(branch).flatMap(([name, child]) =>
    isTensor(child) ? [name] : pathsOf(child).map((path) => `${name}.${path}`),
  );
}
