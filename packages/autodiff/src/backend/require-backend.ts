import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { Backend } from "./backend.ts";

/** @throws ArgumentInvalidError for what is no backend. */
export function requireBackend(operation: string, value: unknown): asserts value is Backend {
  if (typeof value === "object" && value !== null && "upload" in value && "compile" in value) return;
  const isPromise = value instanceof Promise;
  throw new ArgumentInvalidError({
    operation,
    problem: "this is no backend",
    expected: "a backend",
    received: isPromise ? "a promise" : value === null ? "null" : describe(value),
    hint: isPromise ? "Wait for it: await webgpu()." : "Make one: cpu(), await webgpu().",
  });
}

function describe(value: unknown): string {
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? JSON.stringify(value) : `a ${typeof value}`;
}
