import { GraphBuilder } from "../../interpreters/graph-builder.ts";
import { withInterpreter } from "../../interpreters/stack.ts";
import { type Graph, type Node, perOperand, type Value } from "../../primitive/primitive.ts";
import { withSource } from "../../source/trace-session.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { bindAll } from "../evaluate-graph.ts";
import { tensorReader } from "../tensor-reader.ts";

/** Replaces each derived primitive by its decomposition, but for those a backend takes whole. */
export function decompose(graph: Graph, takes: ReadonlySet<string>): Graph {
  const derived = (name: string, decomposition: unknown): boolean =>
    decomposition !== undefined && !takes.has(name);
  if (!graph.nodes.some(({ primitive }) => derived(primitive.name, primitive.decompose ?? primitive.body))) {
    return graph;
  }
  return retrace(graph, takes);
}

function retrace(graph: Graph, takes: ReadonlySet<string>): Graph {
  const builder = new GraphBuilder("decompose");
  const environment = new Map<Value, Tensor>();
  for (const value of graph.inputs) environment.set(value, builder.input(value.spec));
  const read = tensorReader(environment);
  const expand = (node: Node): readonly Tensor[] => {
    const inputs = node.inputs.map(read);
    const { primitive, params } = node;
    if (!primitive.decompose || takes.has(primitive.name)) return builder.process(primitive, params, inputs);
    return primitive.decompose(perOperand(inputs), params);
  };
  withInterpreter(builder, () => {
    for (const node of graph.nodes) {
      bindAll(
        environment,
        node.outputs,
        withSource(node.source, () => expand(node)),
      );
    }
  });
  // A decomposition may use derived primitives in its turn.
  return decompose(builder.finish(graph.outputs.map(read)).graph, takes);
}
