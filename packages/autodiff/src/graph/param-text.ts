import { identityOf } from "../cache/identity.ts";

/**
 * Parameters as canonical text: equal text means equal parameters. Keys are sorted; `NaN`, `-0` and infinities
 * stand for themselves. Objects with a class of their own (graphs, functions) are told apart by identity.
 */
export function paramText(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean" || value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `[${value.map(paramText).join(",")}]`;
  if (typeof value === "object" && !("nodes" in value)) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${key}=${paramText(entry)}`).join(", ")}}`;
  }
  return `#${identityOf(value)}`;
}
