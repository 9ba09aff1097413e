import { identityOf } from "../cache/identity.ts";

/** Parameters that have no text: functions (a user's own derivative) and instances of classes. */
const printed = new Map<string, WeakRef<WeakKey>>();

/** `<name#12>`, which {@link opaqueValue} finds again as long as the value is alive. */
export function opaqueText(value: unknown): string {
  if (typeof value === "function" || (typeof value === "object" && value !== null)) {
    const text = `<${nameOf(value)}#${identityOf(value)}>`;
    printed.set(text, new WeakRef(value));
    return text;
  }
  return `<${typeof value}>`;
}

/** The value that was printed as this text in this process, or `undefined`. */
export function opaqueValue(text: string): unknown {
  return printed.get(text)?.deref();
}

function nameOf(value: object): string {
  const name: unknown =
    typeof value === "function"
      ? value.name
      : (value as { constructor?: { name?: unknown } }).constructor?.name;
  return (typeof name === "string" ? name.replace(/[^\w$]/g, "") : "") || "function";
}
