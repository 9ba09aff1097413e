import { ElegyError } from "@elegy/autodiff";

/** A function of a foreign framework returned something else than its convention says. */
export class ModuleResultInvalidError extends ElegyError {
  constructor(operation: string, expected: string, received: unknown, hint?: string) {
    super("ELEGY_MODULE_RESULT_INVALID", {
      operation,
      problem: "the result is of another form",
      expected,
      received: describe(received),
      ...(hint === undefined ? {} : { hint }),
    });
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object" || value === null) return String(value);
  const { name } = value.constructor;
  return name === "Object" ? `an object with ${Object.keys(value).join(", ") || "no fields"}` : `a ${name}`;
}
