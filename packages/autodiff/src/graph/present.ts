/**
 * What the verified graph, or the code above, promises to be there.
 *
 * @example
 * ```ts
 * import { present } from "@elegy/autodiff/spi";
 *
 * present([7, 8][1]); // => 8
 * ```
 */
export function present<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error("a promised value is missing: this is a bug of Elegy or of a backend");
  return value;
}
