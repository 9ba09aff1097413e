import type { Primitive } from "../primitive/primitive.ts";
import { registeredPrimitive, registeredPrimitives } from "../primitive/registry.ts";
import { registerLibrary } from "./register-library.ts";

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
  registerLibrary();
  return registeredPrimitive(name);
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
  registerLibrary();
  return registeredPrimitives();
}
