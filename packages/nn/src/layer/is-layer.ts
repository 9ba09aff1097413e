import { moduleSymbol } from "@elegy/autodiff";
import type { Layer } from "./description.ts";

/** Whether a value was made by `layer`. */
export function isLayer(value: unknown): value is Layer {
  return typeof value === "object" && value !== null && "kind" in value && moduleSymbol in value;
}
