import { evaluateGraph } from "../graph/evaluate-graph.ts";
import type { Graph, Primitive, SplitBody } from "../primitive/primitive.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { GraphBuilder } from "./graph-builder.ts";
import type { Interpreter } from "./interpreter.ts";
import { withInterpreter } from "./stack.ts";
import { present } from "../graph/present.ts";

/** Computes what depends on known values only, and writes down what waits for unknown ones. */
export class PartialEval implements Interpreter {
  readonly name: string;
  readonly #parent: Interpreter;
  readonly #builder: GraphBuilder;

  constructor(name: string, parent: Interpreter) {
    this.name = name;
    this.#parent = parent;
    this.#builder = new GraphBuilder(name);
  }

  /** An unknown input. */
  unknown(spec: TensorSpec): Tensor {
    return this.#builder.input(spec);
  }

  isKnown(tensor: Tensor): boolean {
    return tensorObject(tensor).owner !== this.#builder;
  }

  process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    const known = inputs.map((input) => this.isKnown(input));
    if (known.every(Boolean)) return this.#now(primitive, params, inputs);
    const split = primitive.split?.(params, known);
    if (split) return this.#split(primitive, split, known, inputs);
    return this.#builder.record(primitive, params, inputs);
  }

  /** The waiting part as a graph of the unknown inputs and then of the known tensors it uses. */
  finish(outputs: readonly Tensor[]): { readonly graph: Graph; readonly captured: readonly Tensor[] } {
    return this.#builder.finish(outputs);
  }

  #now(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    return withInterpreter(this.#parent, () => this.#parent.process(primitive, params, inputs));
  }

  #split(
    primitive: Primitive,
    split: SplitBody<object>,
    known: readonly boolean[],
    inputs: readonly Tensor[],
  ): readonly Tensor[] {
    const { before, order, unknownOutputs } = split;
    const isTaken = split.knownInputs && new Set(split.knownInputs);
    const isPassed = new Set(split.passed);
    const knownInputs = inputs.filter((_, i) => isTaken?.has(i) ?? known[i]);
    const invariant = before ? withInterpreter(this.#parent, () => evaluateGraph(before, knownInputs)) : [];
    const results = this.#now(primitive, split.known, knownInputs);
    const knownCount = split.outputKnown.filter(Boolean).length;
    const parts = [
      ...inputs.filter((_, i) => isPassed.has(i)),
      ...invariant,
      ...results.slice(knownCount),
      ...inputs.filter((_, i) => !known[i]),
    ];
    const taken = order?.flatMap((position) => parts[position] ?? []) ?? parts;
    const recorded = this.#builder.record(primitive, split.unknown, taken);
    const waiting = unknownOutputs?.flatMap((position) => recorded[position] ?? []) ?? recorded;
    const [now, later] = [results.values(), waiting.values()];
    return split.outputKnown.map((isKnown) => {
      return present((isKnown ? now : later).next().value);
    });
  }
}
