import { derivedFrom } from "../graph/derived-graphs.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { eliminateDeadCode } from "../graph/passes/eliminate-dead-code.ts";
import { splitGraph } from "../graph/split-graph.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { copy } from "../lax/elementwise.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { CheckpointParams } from "../primitive/call-params.ts";
import type { Graph, SplitBody } from "../primitive/primitive.ts";
import { bodyJvp, bodyTranspose } from "../primitive/rules/body-rules.ts";

/** A graph that hands no intermediate value from its forward to its backward pass. */
export const checkpointP: PrimitiveOf<"checkpoint"> = {
  name: "checkpoint",
  kind: "call",
  spec: (_, { graph }) => graph.outputs.map((value) => value.spec),
  // A copy is another value, so what is made of it is no common subexpression of what was made before.
  decompose: (inputs, { graph, again }) => evaluateGraph(graph, again ? inputs.map(copy) : inputs),
  jvp: bodyJvp((graph, inputs, { again }) => bindPrimitive(checkpointP, inputs, { graph, again })),
  transpose: bodyTranspose((graph, inputs) => bindPrimitive(checkpointP, inputs, { graph, again: true })),
  batch(operands, axes, { graph, again }, _size, _primitive, batchGraph) {
    const batched = batchGraph(graph, axes);
    const inputs = [...operands, ...batched.captured];
    return {
      outputs: bindPrimitive(checkpointP, inputs, { graph: batched.graph, again }),
      axes: batched.axes,
    };
  },
  split({ graph, again }, known) {
    return derivedFrom(graph, `recompute ${known.join()} ${again}`, () => recomputing(graph, known, again));
  },
};

/** No residuals: the part that waits starts from the inputs. `null` if all of it waits. */
function recomputing(
  graph: Graph,
  known: readonly boolean[],
  again: boolean,
): SplitBody<CheckpointParams> | null {
  const split = splitGraph(graph, known);
  const { outputKnown } = split;
  const knownCount = outputKnown.filter(Boolean).length;
  if (knownCount === 0) return null;
  const later = eliminateDeadCode({ ...graph, outputs: graph.outputs.filter((_, i) => !outputKnown[i]) });
  const used = new Set([...later.nodes.flatMap((node) => node.inputs), ...later.outputs]);
  const passed = graph.inputs.flatMap((value, i) => (known[i] && used.has(value) ? [i] : []));
  const now = eliminateDeadCode({ ...split.known, outputs: split.known.outputs.slice(0, knownCount) });
  const inputs = [
    ...graph.inputs.filter((value, i) => known[i] && used.has(value)),
    ...graph.inputs.filter((_, i) => !known[i]),
  ];
  return {
    known: { graph: now, again },
    unknown: { graph: { ...later, inputs }, again },
    passed,
    outputKnown,
  };
}
