import { identityOf } from "../cache/identity.ts";
import type { Graph } from "../primitive/primitive.ts";
import { isPlainObject } from "../tree/is-plain-object.ts";

/**
 * Parameters as canonical text: equal text means equal parameters. Keys are sorted; `NaN`, `-0` and infinities
 * stand for themselves. Graphs, functions and instances of classes are told apart by identity, graphs by their text if
 * `graphText` gives one.
 *
 * @example
 * ```ts
 * import { paramText } from "@elegy/autodiff/spi";
 *
 * paramText({ shape: [2, 3], fill: -0 }); // => {fill=-0, shape=[2,3]}
 * ```
 */
export function paramText(value: unknown, graphText: (graph: Graph) => string = identityText): string {
  return valueText(value, { key: String, graph: graphText, opaque: identityText });
}

/** How a text writes keys, and what is no plain data. */
export interface ValueWriter {
  key(key: string): string;
  graph(graph: Graph): string;
  opaque(value: unknown): string;
}

function valueText(value: unknown, writer: ValueWriter): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean" || value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `[${value.map((entry) => valueText(entry, writer)).join(",")}]`;
  if (isGraph(value)) return writer.graph(value);
  return isPlainObject(value) ? `{${entriesText(value, writer)}}` : writer.opaque(value);
}

/** Parameters as text, without braces around them. */
export function entriesText(params: object, writer: ValueWriter): string {
  return Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${writer.key(key)}=${valueText(value, writer)}`)
    .join(", ");
}

function identityText(value: unknown): string {
  // Symbols and big integers are no parameters.
  return `#${identityOf(value as WeakKey)}`;
}

function isGraph(value: unknown): value is Graph {
  return typeof value === "object" && value !== null && "nodes" in value && "inputs" in value;
}
