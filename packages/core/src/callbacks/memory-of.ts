import { CallbackMemoryInvalidError } from "./callback-memory-invalid-error.ts";

/** The types of fields, as `typeof` names them; `null` is an object. */
type Kinds = Readonly<Record<string, "number" | "string" | "object">>;

type Memory<K extends Kinds> = {
  readonly [Name in keyof K]: K[Name] extends "number"
    ? number
    : K[Name] extends "string"
      ? string
      : object | null;
};

/** @throws CallbackMemoryInvalidError unless an object with these fields. */
export function memoryOf<const K extends Kinds>(operation: string, memory: unknown, kinds: K): Memory<K> {
  const fields = Object.entries(kinds);
  const entries = new Map<string, unknown>(
    typeof memory === "object" && memory !== null ? Object.entries(memory) : [],
  );
  const wrong = fields.find(([name, kind]) => typeof entries.get(name) !== kind);
  if (wrong === undefined) {
    // Every field has just been looked at.
    return memory as Memory<K>;
  }
  throw new CallbackMemoryInvalidError(
    operation,
    `what it is to remember lacks \`${wrong[0]}\``,
    fields.map(([name, kind]) => `${name}: ${kind}`).join(", "),
    entries.size === 0 ? typeof memory : [...entries.keys()].join(", "),
  );
}
