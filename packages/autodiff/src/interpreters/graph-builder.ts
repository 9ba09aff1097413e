import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { type Graph, type Node, perOperand, type Primitive, type Value } from "../primitive/primitive.ts";
import { currentSource } from "../source/trace-session.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { newTensor, tensorObject } from "../tensor/tensor-object.ts";
import type { Interpreter } from "./interpreter.ts";
import { withInterpreter } from "./stack.ts";

/** Writes operations down instead of computing them. Tensors from outside are captured as further inputs. */
export class GraphBuilder implements Interpreter {
  readonly name: string;
  readonly #inputs: Value[] = [];
  readonly #captured = new Map<Tensor, Value>();
  readonly #nodes: Node[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** A further input of the graph. */
  input(spec: TensorSpec, weak = false): Tensor {
    const value = { spec };
    this.#inputs.push(value);
    return newTensor(spec, this, value, weak);
  }

  process(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    const body = primitive.body?.(params);
    if (body) return withInterpreter(this, () => evaluateGraph(body, inputs));
    return this.record(primitive, params, inputs);
  }

  /** Adds a node as it is. */
  record(primitive: Primitive, params: object, inputs: readonly Tensor[]): readonly Tensor[] {
    const specs = primitive.spec(perOperand(inputs.map((input) => input.spec)), params);
    const outputs = specs.map(({ shape, dtype }) => ({ spec: { shape, dtype } }));
    this.#nodes.push({
      primitive,
      params,
      inputs: inputs.map((input) => this.#valueOf(input)),
      outputs,
      source: currentSource(),
    });
    return outputs.map((output) => newTensor(output.spec, this, output));
  }

  /** The finished graph, its inputs those asked for and then those captured. */
  finish(outputs: readonly Tensor[]): { readonly graph: Graph; readonly captured: readonly Tensor[] } {
    const values = outputs.map((output) => this.#valueOf(output));
    return {
      graph: { inputs: [...this.#inputs, ...this.#captured.values()], nodes: this.#nodes, outputs: values },
      captured: [...this.#captured.keys()],
    };
  }

  #valueOf(tensor: Tensor): Value {
    const object = tensorObject(tensor);
    if (object.owner === this) return object.payload as Value;
    const known = this.#captured.get(tensor);
    if (known) return known;
    const value = { spec: tensor.spec };
    this.#captured.set(tensor, value);
    return value;
  }
}

/** Writes down what `f` does with inputs of the given specs. */
export function traceGraph(
  name: string,
  specs: readonly TensorSpec[],
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
): { readonly graph: Graph; readonly captured: readonly Tensor[] } {
  const builder = new GraphBuilder(name);
  const inputs = specs.map((spec) => builder.input(spec));
  return builder.finish(withInterpreter(builder, () => f(inputs)));
}
