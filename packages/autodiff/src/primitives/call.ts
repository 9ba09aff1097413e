import { derivedFrom } from "../graph/derived-graphs.ts";
import { splitGraph } from "../graph/split-graph.ts";
import { bind } from "../interpreters/stack.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { CallParams } from "../primitive/call-params.ts";
import type { Graph } from "../primitive/primitive.ts";
import { batchGraph } from "../primitive/rules/batch-graph.ts";
import { jvpGraph } from "../primitive/rules/jvp-graph.ts";
import { transposeGraph } from "../primitive/rules/transpose-graph.ts";

/** A compiled function applied to its arguments. Its rules transform its graph, once, and call the result. */
export const callP: PrimitiveOf<"call"> = {
  name: "call",
  kind: "call",
  spec: (_, { graph }) => graph.outputs.map((value) => value.spec),
  body: ({ graph }) => graph,
  // call(g)' = call(g')
  jvp(primals, tangents, { name, graph }) {
    const moving = tangents.map((tangent) => tangent !== null);
    const derivative = jvpGraph(graph, moving);
    const inputs = [...primals, ...tangents.filter((tangent) => tangent !== null)];
    const outputs = bind("call", inputs, called(name, derivative.graph));
    const changes = outputs.slice(graph.outputs.length).values();
    return {
      primals: outputs.slice(0, graph.outputs.length),
      tangents: derivative.moving.map((moves) => (moves ? (changes.next().value ?? null) : null)),
    };
  },
  // call(g)ᵀ = call(gᵀ)
  transpose(cotangents, operands, { name, graph }) {
    const linear = operands.map((operand) => operand.linear);
    const present = graph.outputs.map((_, i) => Boolean(cotangents[i]));
    const transposed = transposeGraph(graph, linear, present);
    const inputs = [
      ...operands.flatMap((operand) => (operand.linear ? [] : [operand.tensor])),
      ...cotangents.filter((cotangent) => cotangent !== null),
    ];
    const results = bind("call", inputs, called(name, transposed.graph)).values();
    return transposed.present.map((is) => (is ? (results.next().value ?? null) : null));
  },
  batch(operands, axes, { name, graph }, size) {
    const batched = batchGraph(graph, axes, size);
    return { outputs: bind("call", operands, called(name, batched.graph)), axes: batched.axes };
  },
  split({ name, graph }, known) {
    const split = derivedFrom(graph, `split ${known.join()}`, () => splitGraph(graph, known));
    return { ...split, known: called(name, split.known), unknown: called(name, split.unknown) };
  },
};

/** What was donated may be read again by the other part or the derivative: nothing is consumed. */
function called(name: string, graph: Graph): CallParams {
  return { name, graph, donated: [] };
}
