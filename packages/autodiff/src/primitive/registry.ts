import { ElegyError } from "../errors/elegy-error.ts";
import type { CommonName } from "./primitive-set.ts";
import type { Primitive } from "./primitive.ts";

const primitives = new Map<string, Primitive>();

class PrimitiveUnknownError extends ElegyError {
  constructor(name: string) {
    super("ELEGY_PRIMITIVE_UNKNOWN", {
      operation: name,
      problem: "no such primitive",
      received: JSON.stringify(name),
      hint: "Define it with definePrimitive before it is bound.",
    });
  }
}

/** Makes primitives known by their names: those that are always there, and those of `definePrimitive`. */
export function registerPrimitives(table: readonly { readonly name: string }[]): void {
  // The rules of a primitive see only parameters that it was bound with, whose type it chose itself.
  table.forEach((primitive) => primitives.set(primitive.name, primitive as Primitive));
}

export function hasPrimitive(name: string): boolean {
  return primitives.has(name);
}

/** The primitive of a name that is known. */
export function registeredPrimitive(name: string): Primitive {
  const primitive = primitives.get(name);
  if (primitive === undefined) throw new PrimitiveUnknownError(name);
  return primitive;
}

/**
 * A primitive that is there in every program. Unlike `primitiveNamed` it brings no others with it.
 *
 * @example
 * ```ts
 * import { commonPrimitive } from "@elegy/autodiff/spi";
 *
 * commonPrimitive("convert").kind; // => elementwise
 * ```
 */
export function commonPrimitive(name: CommonName): Primitive {
  return registeredPrimitive(name);
}

/** Every primitive that is known by its name, in the order in which they were defined. */
export function registeredPrimitives(): readonly Primitive[] {
  return Array.from(primitives.values());
}
