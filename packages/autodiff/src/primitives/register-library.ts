import { registerPrimitives } from "../primitive/registry.ts";
import { COMMON_PRIMITIVES } from "./common-primitives.ts";
import { OPTIONAL_PRIMITIVES } from "./optional-primitives.ts";

let isRegistered = false;

/** Makes every primitive of the library known by its name, for what is given names from outside: texts, tables, rules of users. */
export function registerLibrary(): void {
  if (isRegistered) return;
  registerPrimitives([...COMMON_PRIMITIVES, ...Object.values(OPTIONAL_PRIMITIVES)]);
  isRegistered = true;
}
