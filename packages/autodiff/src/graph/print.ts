import { opaqueText } from "./opaque-values.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Graph, Node, Value } from "../primitive/primitive.ts";
import { entriesText, type ValueWriter } from "./param-text.ts";
import { nodeCost } from "./cost.ts";

/** What is written behind each node, as a comment. */
export interface PrintOptions {
  /** The user's call that made it. Default `false`. */
  readonly source?: boolean;
  /** An estimate of its operations and bytes. Default `false`. */
  readonly cost?: boolean;
}

/**
 * The canonical text of a graph, as JAX writes a jaxpr; equal programs print alike, and `parseGraph` reads it.
 *
 * ```text
 * { lambda ; a:f32[3] b:f32[3]. let
 *     c:f32[3] = mul a b
 *     d:f32[] = reduceSum[axes=[0]] c
 *   in (d) }
 * ```
 *
 * @example
 * ```ts
 * printGraph(makeGraph((x) => x.sin())(np.ones([3])), { cost: true }).split("\n")[1]; // => b:f32[3] = sin a  # 3 flops, 24 bytes
 * ```
 */
export function printGraph(graph: Graph, options: PrintOptions = {}): string {
  return graphText(graph, options, "");
}

function graphText(graph: Graph, options: PrintOptions, indent: string): string {
  const names = new Map<Value, string>();
  const define = (value: Value): string => {
    const name = nameOf(names.size);
    names.set(value, name);
    return `${name}:${formatSpec(value.spec)}`;
  };
  const read = (value: Value): string => names.get(value) ?? "?";
  const writer: ValueWriter = {
    key: keyText,
    graph: (inner) => graphText(inner, options, `${indent}    `),
    opaque: opaqueText,
  };
  const inputs = graph.inputs.map((value) => ` ${define(value)}`).join("");
  const lines = graph.nodes.map((node) => {
    const operands = node.inputs.map(read);
    const results = node.outputs.map(define).join(" ") || "_";
    const params = entriesText(node.params, writer);
    const application = [node.primitive.name + (params && `[${params}]`), ...operands].join(" ");
    return `${indent}    ${results} = ${application}${commentText(node, options)}\n`;
  });
  const outputs = graph.outputs.map(read).join(", ");
  return `{ lambda ;${inputs}. let\n${lines.join("")}${indent}  in (${outputs}) }`;
}

function commentText(node: Node, { source, cost }: PrintOptions): string {
  const parts: string[] = [];
  if (cost) {
    const { flops, bytes } = nodeCost(node);
    parts.push(`${Math.round(flops)} flops, ${Math.round(bytes)} bytes`);
  }
  if (source && node.source?.place !== undefined) parts.push(`at ${node.source.place}`);
  return parts.length === 0 ? "" : `  # ${parts.join("; ")}`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

/** a, b, …, z, ba, bb, … */
function nameOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : nameOf(Math.floor(index / 26)) + letter;
}
