import { derivedFrom } from "../graph/derived-graphs.ts";
import { splitGraph } from "../graph/split-graph.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { CallParams } from "../primitive/call-params.ts";
import type { Graph } from "../primitive/primitive.ts";
import { bodyJvp, bodyTranspose } from "../primitive/rules/body-rules.ts";

/** A compiled function applied to its arguments. Its rules transform its graph, once, and call the result. */
export const callP: PrimitiveOf<"call"> = {
  name: "call",
  kind: "call",
  spec: (_, { graph }) => graph.outputs.map((value) => value.spec),
  body: ({ graph }) => graph,
  // call(g)' = call(g')
  jvp: bodyJvp((graph, inputs, { name }) => bindPrimitive(callP, inputs, called(name, graph))),
  // call(g)ᵀ = call(gᵀ)
  transpose: bodyTranspose((graph, inputs, { name }) => bindPrimitive(callP, inputs, called(name, graph))),
  batch(operands, axes, { name, graph }, _size, _primitive, batchGraph) {
    const batched = batchGraph(graph, axes);
    const inputs = [...operands, ...batched.captured];
    return { outputs: bindPrimitive(callP, inputs, called(name, batched.graph)), axes: batched.axes };
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
