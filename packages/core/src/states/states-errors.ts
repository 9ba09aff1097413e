import { ElegyError } from "@elegy/autodiff";

/** A field that the states do not have was read or updated. */
export class StatesFieldMissingError extends ElegyError {
  constructor(operation: string, field: string, fields: readonly string[]) {
    const near = nearest(field, fields);
    super("ELEGY_STATES_FIELD_MISSING", {
      operation,
      problem: `there is no field \`${field}\``,
      expected: fields.length === 0 ? "no field at all: the states are empty" : `one of ${fields.join(", ")}`,
      received: field,
      hint: near === undefined ? "Add it with states.update({ … })." : `Did you mean \`${near}\`?`,
    });
  }
}

/** An attempt to change states in place. */
export class StatesImmutableError extends ElegyError {
  constructor(field: string) {
    super("ELEGY_STATES_IMMUTABLE", {
      operation: "States",
      problem: `the field \`${field}\` cannot be set`,
      hint: `States are immutable: use states.update({ ${field}: … }), which returns new ones.`,
    });
  }
}

/** A field named as one of the methods of States. */
export class StatesFieldReservedError extends ElegyError {
  constructor(field: string) {
    super("ELEGY_STATES_FIELD_RESERVED", {
      operation: "States",
      problem: `\`${field}\` is a method of States`,
      expected: "another name for the field",
      received: field,
    });
  }
}

/** The name most like a given one, if they differ in at most a third of their letters. */
function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
