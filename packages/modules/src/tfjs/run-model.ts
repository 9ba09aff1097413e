import { ArgumentInvalidError, isTensor, random, type SummaryLayer, type Tensor } from "@elegy/autodiff";
import type { LayerScope, Part, Value } from "./translated-layer.ts";

/** Weights by the names of their layers, as deep as models are in models. */
export interface WeightTree {
  [name: string]: Tensor | WeightTree;
}

export interface RunOptions {
  readonly rng: Tensor;
  readonly training: boolean;
  readonly params: unknown;
  readonly states: unknown;
}

/** One call of a translated model. */
export class ModelRun {
  /** What ran, in the order in which it ended. */
  readonly layers: SummaryLayer[] = [];
  states: WeightTree;
  readonly #options: RunOptions;
  #keys = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.states = isTree(options.states) ? options.states : {};
  }

  /** Runs a layer or a model whose weights stand at `path`. */
  run(part: Part, path: readonly string[], inputs: readonly Value[]): readonly Value[] {
    const outputs = part.call(this.#scopeOf(part, path), inputs);
    const tensors = outputs.map(({ tensor }) => tensor);
    this.layers.push({
      path: path.join("."),
      type: part.kind,
      output: tensors.length === 1 ? tensors[0] : tensors,
    });
    return outputs;
  }

  #scopeOf(part: Part, path: readonly string[]): LayerScope {
    const { training, rng, params } = this.#options;
    return {
      training,
      nextKey: () => random.foldIn(rng, this.#keys++),
      weight: (name) => {
        const at = [...path, name];
        return tensorAt(params, at) ?? tensorAt(this.states, at) ?? missing(part, at);
      },
      setState: (name, value) => {
        this.states = withTensor(this.states, [...path, name], value);
      },
      run: (name, inputs) => this.run(part.parts[name]!, [...path, name], inputs),
    };
  }
}

/** Builds the tree of some weights. */
export function treeOf(weights: readonly (readonly [path: readonly string[], tensor: Tensor])[]): WeightTree {
  return weights.reduce<WeightTree>((all, [path, tensor]) => withTensor(all, path, tensor), {});
}

/** The tensor at a path of a tree. */
export function tensorAt(tree: unknown, path: readonly string[]): Tensor | undefined {
  const leaf = path.reduce<unknown>((node, name) => (isTree(node) ? node[name] : undefined), tree);
  return isTensor(leaf) ? leaf : undefined;
}

function withTensor(tree: WeightTree, [name = "", ...rest]: readonly string[], tensor: Tensor): WeightTree {
  const inner = tree[name];
  const next = rest.length === 0 ? tensor : withTensor(isTree(inner) ? inner : {}, rest, tensor);
  return { ...tree, [name]: next };
}

function isTree(value: unknown): value is WeightTree {
  return typeof value === "object" && value !== null && !isTensor(value);
}

function missing(part: Part, path: readonly string[]): never {
  throw new ArgumentInvalidError({
    operation: `${part.names[0]} (${part.kind})`,
    problem: `there is no \`${path.join(".")}\` in params or states`,
    expected: "the parameters and states that `init` gave, or others of the same structure",
    received: "none at that path",
  });
}
