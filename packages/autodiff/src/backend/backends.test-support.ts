import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import type { Backend } from "./backend.ts";

/** Every backend the tests run on. */
export const BACKENDS: readonly (readonly [name: string, make: () => Backend])[] = [
  ["reference", reference],
  ["cpu", () => cpu()],
];
