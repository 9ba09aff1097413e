import { ElegyError } from "../errors/elegy-error.ts";
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

/** Makes primitives known by their names. */
export function registerPrimitives(table: readonly { readonly name: string }[]): void {
  // The rules of a primitive see only parameters that it was bound with, whose type it chose itself.
  table.forEach((primitive) => primitives.set(primitive.name, primitive as Primitive));
}

export function hasPrimitive(name: string): boolean {
  return primitives.has(name);
}

/**
 * The primitive of a name, those of {@link definePrimitive} included.
 *
 * @example
 * ```ts
 * import { primitiveNamed } from "@elegy/autodiff/spi";
 *
 * primitiveNamed("sin").kind; // => elementwise
 * ```
 */
export function primitiveNamed(name: string): Primitive {
  const primitive = primitives.get(name);
  if (primitive === undefined) throw new PrimitiveUnknownError(name);
  return primitive;
}

/**
 * Every primitive there is, in the order in which they were defined: the library's own, then those of `definePrimitive`.
 *
 * @example
 * ```ts
 * import "@elegy/autodiff";
 * import { definedPrimitives } from "@elegy/autodiff/spi";
 *
 * definedPrimitives().some(({ name }) => name === "dotGeneral"); // => true
 * ```
 */
export function definedPrimitives(): readonly Primitive[] {
  return Array.from(primitives.values());
}
