import { innermostInterpreter } from "../interpreters/stack.ts";
import { withSource } from "../source/trace-session.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Graph, Value } from "../primitive/primitive.ts";
import { tensorReader } from "./tensor-reader.ts";

/** Applies a graph to tensors, one operation after the other, under the innermost interpreter. */
export function evaluateGraph(graph: Graph, inputs: readonly Tensor[]): readonly Tensor[] {
  const environment = new Map<Value, Tensor>();
  bindAll(environment, graph.inputs, inputs);
  const read = tensorReader(environment);
  const interpreter = innermostInterpreter();
  for (const node of graph.nodes) {
    const outputs = withSource(node.source, () =>
      interpreter.process(node.primitive, node.params, node.inputs.map(read)),
    );
    bindAll(environment, node.outputs, outputs);
  }
  return graph.outputs.map(read);
}

/** Gives each value its tensor. */
export function bindAll(
  environment: Map<Value, Tensor>,
  values: readonly Value[],
  tensors: readonly Tensor[],
): void {
  values.forEach((value, i) => {
    const tensor = tensors[i];
    if (tensor) environment.set(value, tensor);
  });
}
