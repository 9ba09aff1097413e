import { commonPrimitive, type Graph, type Node, type Value } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { kernelRule } from "../kernels/kernel-table.ts";

/**
 * `float16` is stored, `float32` is computed with: each node that computes with halves gets its operands widened and its
 * results rounded once. Between elementwise nodes both happen in registers, as conversions are fused like any other.
 * Graphs inside of nodes come by here when they are lowered.
 */
export function widenHalves(graph: Graph): Graph {
  if (!graph.nodes.some(computesWithHalves)) return graph;
  const widened = new Map<Value, Value>();
  const nodes: Node[] = [];
  const converted = (from: Value, to: Value, { source }: Node): Value => {
    const params = { dtype: to.spec.dtype };
    nodes.push({ primitive: commonPrimitive("convert"), params, inputs: [from], outputs: [to], source });
    return to;
  };
  for (const node of graph.nodes) {
    if (!computesWithHalves(node)) {
      nodes.push(node);
      continue;
    }
    // What is elementwise reads halves where they lie; any other kernel needs an array of float32, made once.
    const fuses = kernelRule(node.primitive.name).kind === "elementwise";
    const inputs = node.inputs.map((value) => {
      if (!isHalf(value)) return value;
      const known = fuses ? undefined : widened.get(value);
      const wide = known ?? converted(value, asFloat(value), node);
      if (!fuses) widened.set(value, wide);
      return wide;
    });
    const outputs = node.outputs.map((value) => (isHalf(value) ? asFloat(value) : value));
    nodes.push({ ...node, inputs, outputs });
    for (const [index, value] of node.outputs.entries())
      if (isHalf(value)) converted(present(outputs[index]), value, node);
  }
  return { ...graph, nodes };
}

function computesWithHalves(node: Node): boolean {
  if (![...node.inputs, ...node.outputs].some(isHalf)) return false;
  const rule = kernelRule(node.primitive.name);
  return (rule.kind === "elementwise" || rule.kind === "loop") && !rule.takesHalves;
}

function isHalf({ spec }: Value): boolean {
  return spec.dtype === "float16";
}

function asFloat({ spec }: Value): Value {
  return { spec: { shape: spec.shape, dtype: "float32" } };
}
