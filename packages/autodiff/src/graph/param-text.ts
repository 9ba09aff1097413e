import { identityOf } from "../cache/identity.ts";
import type { Graph } from "../primitive/primitive.ts";

/**
 * Parameters as canonical text: equal text means equal parameters. Keys are sorted; `NaN`, `-0` and infinities
 * stand for themselves. Graphs and functions are told apart by identity, graphs by their text if `graphText` gives one.
 *
 * @example
 * ```ts
 * import { paramText } from "@elegy/autodiff/spi";
 *
 * paramText({ shape: [2, 3], fill: -0 }); // => {fill=-0, shape=[2,3]}
 * ```
 */
export function paramText(value: unknown, graphText: (graph: Graph) => string = identityText): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean" || value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `[${value.map((entry) => paramText(entry, graphText)).join(",")}]`;
  if (isGraph(value)) return graphText(value);
  if (typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${key}=${paramText(entry, graphText)}`).join(", ")}}`;
  }
  return identityText(value);
}

function identityText(value: WeakKey): string {
  return `#${identityOf(value)}`;
}

function isGraph(value: unknown): value is Graph {
  return typeof value === "object" && value !== null && "nodes" in value;
}
