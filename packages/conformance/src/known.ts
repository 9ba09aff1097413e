import { ArgumentInvalidError } from "@elegy/autodiff";

/** A gap of a backend that is known: which checks fail, and why. What is left out is any. */
export interface Known {
  readonly primitive?: string;
  /** The name of a record, as messages show it: the primitive, then the note. */
  readonly record?: string;
  readonly check?: string;
  /** A fact about the device or the format; not "fails". */
  readonly reason: string;
}

/** What an entry is compared with. */
export interface Place {
  readonly check: string;
  readonly primitive?: string;
  readonly record: string;
}

/** The entry that says so of a place. */
export function knownAt(known: readonly Known[], place: Place): Known | undefined {
  return known.find(
    ({ primitive, record, check }) =>
      (primitive === undefined || primitive === place.primitive) &&
      (record === undefined || record === place.record) &&
      (check === undefined || check === place.check),
  );
}

/** @throws ArgumentInvalidError for an entry that says nothing, or nothing of any place. */
export function requireKnown(known: readonly Known[], places: readonly Place[]): void {
  for (const entry of known) {
    const { reason, primitive, record, check } = entry;
    const refuse = (problem: string, expected: string): never => {
      throw new ArgumentInvalidError({
        operation: "conformance",
        problem: `an entry of known ${problem}`,
        expected,
        received: JSON.stringify(entry),
      });
    };
    if (reason.trim() === "") refuse("has no reason", "why the backend cannot do it");
    if (primitive === undefined && record === undefined && check === undefined) {
      refuse("names nothing", "a primitive, a record or a check");
    }
    if (!places.some((place) => knownAt([entry], place))) {
      refuse("names what there is not", "the names that the kit shows");
    }
  }
}
