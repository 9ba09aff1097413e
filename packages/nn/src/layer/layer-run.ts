import {
  checkpoint,
  type DType,
  formatSpec,
  isFloat,
  type Shape,
  ShapeMismatchError,
  type SummaryLayer,
  type Tensor,
  type TensorSpec,
} from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as random from "@elegy/autodiff/random";
import * as tree from "@elegy/autodiff/tree";
import { innermostInterpreter } from "@elegy/autodiff/spi";
import type { Layer, Part, Parts } from "./description.ts";
import { isLayer } from "./is-layer.ts";
import { ParameterMissingError, PartNameInvalidError, StateUnreachableError } from "./layer-errors.ts";
import { nameHash } from "./name-hash.ts";
import type { Initializer, Scope, StateCell } from "./scope.ts";
import { TensorTree } from "./tensor-tree.ts";

type Path = readonly string[];

/** What a run is given. */
export interface LayerRunOptions {
  readonly rng: Tensor;
  readonly initializing: boolean;
  readonly training: boolean;
  readonly params?: unknown;
  readonly states?: unknown;
}

/**
 * One call of a layer and everything inside of it. A layer stands where its description is first met, walking from the
 * outermost layer inwards: there its parameters are, however often and from wherever it is called.
 */
export class LayerRun {
  readonly params: TensorTree;
  readonly #layers: SummaryLayer[] = [];
  /** Those of `#layers` whose outputs are values of a transformation inside of the call. */
  readonly #inner = new Set<SummaryLayer>();
  readonly #outermost = innermostInterpreter();
  #states: TensorTree;
  /** The transformation whose values params and states can keep. */
  #interpreter = innermostInterpreter();
  readonly #root: Layer;
  readonly #options: LayerRunOptions;
  readonly #places = new Map<Layer, Path>();
  readonly #calls = new Map<string, number>();

  constructor(root: Layer, options: LayerRunOptions) {
    this.#root = root;
    this.#options = options;
    this.params = new TensorTree(options.params);
    this.#states = new TensorTree(options.states);
    this.#place(root, []);
  }

  get states(): TensorTree {
    return this.#states;
  }

  /** What ran, in the order in which it ended. Of outputs that cannot leave a transformation, zeros of their shape. */
  get layers(): readonly SummaryLayer[] {
    const zeros = ({ shape, dtype }: Tensor): Tensor => np.zeros(shape, { dtype });
    return this.#layers.map((one) =>
      this.#inner.has(one) ? { ...one, output: tree.map(zeros, one.output) } : one,
    );
  }

  start(inputs: readonly unknown[]): unknown {
    return this.#call(this.#root, inputs);
  }

  /** Gives every layer inside its place. */
  #place(part: Part, path: Path): void {
    if (isLayer(part)) {
      if (this.#places.has(part)) return;
      this.#places.set(part, path);
      this.#placeAll(part.parts, path);
    } else if (typeof part === "object") {
      this.#placeAll(part as Parts, path);
    }
  }

  #placeAll(parts: Parts, path: Path): void {
    for (const [name, part] of Object.entries(parts)) this.#place(part, [...path, name]);
  }

  #call(layer: Layer, inputs: readonly unknown[]): unknown {
    const path = this.#places.get(layer) ?? [];
    const self = { ...this.#boundAll(layer.parts), ...this.#scopeOf(layer, path) };
    // The types of `layer` have matched its parts, scope and inputs.
    const call = layer.call as (self: object, ...inputs: readonly unknown[]) => unknown;
    const output = call(self, ...inputs);
    const described = { path: path.join("."), type: layer.kind, output };
    this.#layers.push(described);
    if (innermostInterpreter() !== this.#outermost) this.#inner.add(described);
    return output;
  }

  #bound(part: Part): unknown {
    if (isLayer(part)) return (...inputs: readonly unknown[]) => this.#call(part, inputs);
    if (Array.isArray(part)) return part.map((one: Part) => this.#bound(one));
    return typeof part === "object" ? this.#boundAll(part as Parts) : part;
  }

  #boundAll(parts: Parts): Record<string, unknown> {
    return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, this.#bound(part)]));
  }

  #scopeOf(layer: Layer, path: Path): Scope {
    const { training, initializing } = this.#options;
    const named = new Set(Object.keys(layer.parts));
    return {
      training,
      initializing,
      path: path.join("."),
      param: (name, initializer, shape, options = {}) =>
        this.#param(layer, [...path, name], initializer, shape, options.dtype ?? "float32"),
      state: (name, initial) => this.#state(layer, [...path, name], initial),
      nextKey: () => this.#nextKey(path),
      checkpoint: (f) => this.#checkpointed(f),
      part: (name, part) => {
        if (named.has(name) || name.includes(".")) throw new PartNameInvalidError(layer.kind, name);
        named.add(name);
        this.#place(part, [...path, name]);
        return (...inputs) => this.#call(part, inputs) as ReturnType<typeof part.call>;
      },
    };
  }

  #param(layer: Layer, path: Path, initializer: Initializer, shape: Shape, dtype: DType): Tensor {
    const present = this.params.get(path);
    // Parameters may have been converted, as mixed precision does.
    if (present) return requireSpec(layer, path, { shape, dtype: floatAs(present, dtype) }, present);
    if (!this.#options.initializing) throw missing(layer, path, { shape, dtype }, this.params);
    this.#requireReach(layer, path);
    const made = initializer(random.foldIn(this.#options.rng, nameHash(path.join("."))), shape, { dtype });
    if (!this.params.set(path, made)) throw new PartNameInvalidError(layer.kind, path.at(-1) ?? "");
    return made;
  }

  #state(layer: Layer, path: Path, initial: () => Tensor): StateCell {
    const { initializing } = this.#options;
    const first = initial();
    const present = this.#states.get(path);
    if (present !== undefined) requireSpec(layer, path, first.spec, present);
    else if (!initializing) throw missing(layer, path, first.spec, this.#states);
    else this.#keep(layer, path, first);
    const value = (): Tensor => {
      const kept = this.#states.get(path);
      if (kept === undefined) throw new Error("a state that was made is there");
      return kept;
    };
    return {
      get value() {
        return value();
      },
      set: (next) => {
        if (!initializing) this.#keep(layer, path, requireSpec(layer, path, value().spec, next));
      },
    };
  }

  #keep(layer: Layer, path: Path, state: Tensor): void {
    this.#requireReach(layer, path);
    if (!this.#states.set(path, state)) throw new PartNameInvalidError(layer.kind, path.at(-1) ?? "");
  }

  /** @throws StateUnreachableError where a value made now could not leave the transformation that is at work. */
  #requireReach(layer: Layer, path: Path): void {
    const { name } = innermostInterpreter();
    if (!this.#isReachable()) throw new StateUnreachableError(layer.kind, path.join("."), name);
  }

  #isReachable(): boolean {
    return innermostInterpreter() === this.#interpreter;
  }

  /** States go in and come out, so that those made inside are values of the function, not of its trace. */
  #checkpointed<A extends readonly unknown[], R>(f: (...inputs: A) => R): (...inputs: A) => R {
    // Nothing is differentiated while parameters are made.
    if (this.#options.initializing) return f;
    return (...inputs) => {
      const run = (states: unknown, args: A): readonly [R, unknown] => {
        const [before, interpreter] = [this.#states, this.#interpreter];
        this.#states = new TensorTree(states);
        this.#interpreter = innermostInterpreter();
        try {
          return [f(...args), this.#states.toTree()];
        } finally {
          this.#states = before;
          this.#interpreter = interpreter;
        }
      };
      const [output, states] = checkpoint(run)(this.#states.toTree(), inputs);
      this.#states = new TensorTree(states);
      return output;
    };
  }

  #nextKey(path: Path): Tensor {
    const place = path.join(".");
    const call = this.#calls.get(place) ?? 0;
    this.#calls.set(place, call + 1);
    // No parameter has a name with `#`.
    return random.foldIn(this.#options.rng, nameHash(`${place}#${call}`));
  }
}

/** The dtype of a tensor where it and the expected one are floats. */
function floatAs({ dtype }: Tensor, expected: DType): DType {
  return isFloat(dtype) && isFloat(expected) ? dtype : expected;
}

function requireSpec(layer: Layer, path: Path, expected: TensorSpec, tensor: Tensor): Tensor {
  const same =
    tensor.dtype === expected.dtype &&
    tensor.ndim === expected.shape.length &&
    tensor.shape.every((size, axis) => size === expected.shape[axis]);
  if (same) return tensor;
  throw new ShapeMismatchError({
    operation: layer.kind,
    problem: `\`${path.join(".")}\` is of another shape or dtype`,
    expected: formatSpec(expected),
    received: formatSpec(tensor.spec),
    hint: "The inputs have other sizes than those that the layer was initialized with, or the parameters are another layer's.",
  });
}

function missing(layer: Layer, path: Path, spec: TensorSpec, values: TensorTree): ParameterMissingError {
  return new ParameterMissingError(layer.kind, path.join("."), formatSpec(spec), values.paths());
}
