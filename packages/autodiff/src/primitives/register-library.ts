import { registerPrimitives } from "../primitive/registry.ts";
import { PRIMITIVES } from "./table.ts";

let isRegistered = false;

/** Makes every primitive of the library known by its name, for what is given names from outside: texts, tables, rules of users. */
export function registerLibrary(): void {
  if (isRegistered) return;
  registerPrimitives(Object.values(PRIMITIVES));
  isRegistered = true;
}
