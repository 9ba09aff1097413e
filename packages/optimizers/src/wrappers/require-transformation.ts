import { ArgumentInvalidError } from "@elegy/autodiff";
import { describe } from "../options/require-number.ts";

/** @throws ArgumentInvalidError for what is no gradient transformation, such as the maker of one. */
export function requireTransformation(operation: string, name: string, value: unknown): void {
  const isTransformation =
    typeof value === "object" &&
    value !== null &&
    "init" in value &&
    typeof value.init === "function" &&
    "update" in value &&
    typeof value.update === "function";
  if (isTransformation) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `${name} is no gradient transformation`,
    expected: "{ init, update }",
    received: describe(value),
    hint: "Call its maker: adam(1e-3) instead of adam.",
  });
}
