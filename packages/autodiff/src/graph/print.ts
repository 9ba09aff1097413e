import { formatSpec } from "../tensor/spec.ts";
import type { Graph, Value } from "../primitive/primitive.ts";
import { paramText } from "./param-text.ts";

/**
 * The canonical text of a graph; equal programs print alike.
 *
 * ```text
 * { lambda a:f32[3] b:f32[3].
 *   c:f32[3] = mul a b
 *   d:f32[] = reduceSum[axes=[0]] c
 *   in (d) }
 * ```
 */
export function printGraph(graph: Graph): string {
  const names = new Map<Value, string>();
  const define = (value: Value): string => {
    const name = nameOf(names.size);
    names.set(value, name);
    return `${name}:${formatSpec(value.spec)}`;
  };
  const read = (value: Value): string => names.get(value) ?? "?";
  const inputs = graph.inputs.map(define).join(" ");
  const lines = graph.nodes.map((node) => {
    const operands = node.inputs.map(read);
    const results = node.outputs.map(define).join(" ");
    const params = paramText(node.params, indented).slice(1, -1);
    const application = [node.primitive.name + (params && `[${params}]`), ...operands].join(" ");
    return `  ${results} = ${application}\n`;
  });
  return `{ lambda ${inputs}.\n${lines.join("")}  in (${graph.outputs.map(read).join(", ")}) }`;
}

/** A graph inside of a node: its values have names of their own. */
function indented(graph: Graph): string {
  return printGraph(graph).replaceAll("\n", "\n  ");
}

/** a, b, …, z, ba, bb, … */
function nameOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : nameOf(Math.floor(index / 26)) + letter;
}
