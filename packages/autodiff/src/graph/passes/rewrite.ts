import type { Value } from "../../primitive/primitive.ts";

/** Replaced values; a value that is not replaced stands for itself. */
export class Replacements {
  readonly #map = new Map<Value, Value>();

  set(from: Value, to: Value): void {
    this.#map.set(from, to);
  }

  get(value: Value): Value {
    return this.#map.get(value) ?? value;
  }

  all(values: readonly Value[]): readonly Value[] {
    return values.map((value) => this.get(value));
  }
}
