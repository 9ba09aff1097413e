import { sumOf } from "../primitive/rules/jvp-rules.ts";
import {
  type Graph,
  type Node,
  perOperand,
  type TransposeOperand,
  type Value,
} from "../primitive/primitive.ts";
import { innermostInterpreter } from "../interpreters/stack.ts";
import { ruleOf } from "../interpreters/rule-of.ts";
import { withSource } from "../source/trace-session.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { bindAll } from "./evaluate-graph.ts";
import { splitNode } from "./split-node.ts";
import { tensorReader } from "./tensor-reader.ts";

/**
 * Runs a graph backwards: from the cotangents of its outputs to those of its linear inputs. Input `i` is linear
 * where `operands[i]` is `null`; the graph must be linear in those. `null` cotangents are zeros.
 */
export function backward(
  graph: Graph,
  operands: readonly (Tensor | null)[],
  cotangents: readonly (Tensor | null)[],
): readonly (Tensor | null)[] {
  const environment = new Map<Value, Tensor>();
  const linear = new Set<Value>();
  graph.inputs.forEach((value, i) => {
    const operand = operands[i];
    if (operand) environment.set(value, operand);
    else linear.add(value);
  });
  const linearNodes = evaluateKnown(graph, environment, linear);

  const sums = new Map<Value, Tensor | null>();
  const accumulate = (value: Value, cotangent: Tensor | null): void => {
    if (linear.has(value)) sums.set(value, sumOf(sums.get(value) ?? null, cotangent));
  };
  graph.outputs.forEach((value, i) => accumulate(value, cotangents[i] ?? null));
  const read = tensorReader(environment);
  for (const node of linearNodes.toReversed()) {
    const incoming = node.outputs.map((output) => sums.get(output) ?? null);
    if (incoming.every((cotangent) => cotangent === null)) continue;
    const rule = ruleOf(node.primitive, "transpose", "reverse differentiation");
    const described = node.inputs.map((value): TransposeOperand =>
      linear.has(value)
        ? { linear: true, spec: value.spec }
        : { linear: false, spec: value.spec, tensor: read(value) },
    );
    const outgoing = withSource(node.source, () =>
      rule(perOperand(incoming), perOperand(described), node.params),
    );
    node.inputs.forEach((value, i) => accumulate(value, outgoing[i] ?? null));
  }
  return graph.inputs.map((value) => sums.get(value) ?? null);
}

/** Computes what depends on no linear input; returns the nodes that are left. */
function evaluateKnown(graph: Graph, environment: Map<Value, Tensor>, linear: Set<Value>): readonly Node[] {
  const read = tensorReader(environment);
  const interpreter = innermostInterpreter();
  const evaluate = ({ primitive, params, inputs, outputs, source }: Node): void =>
    withSource(source, () =>
      bindAll(environment, outputs, interpreter.process(primitive, params, inputs.map(read))),
    );
  return graph.nodes.flatMap((node) => {
    const known = node.inputs.map((value) => !linear.has(value));
    if (known.every(Boolean)) {
      evaluate(node);
      return [];
    }
    // A derivative that was written down whole has values beside its tangents.
    const split = splitNode(node, known);
    split?.known.forEach(evaluate);
    (split?.unknownOutputs ?? node.outputs).forEach((value) => linear.add(value));
    return [split?.unknown ?? node];
  });
}
