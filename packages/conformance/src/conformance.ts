import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Backend } from "@elegy/autodiff/spi";
import { afterAll, describe, it } from "vitest";
import { type CasesOptions, conformanceCases } from "./conformance-cases.ts";

export interface ConformanceOptions extends CasesOptions {
  /** Makes the backend; called once. */
  readonly backend: () => Backend | Promise<Backend>;
  /** Whether the device is there: `false` reports that it is absent, and makes no backend. Default `true`. */
  readonly when?: boolean | (() => boolean | Promise<boolean>);
}

const OPTIONS: readonly (keyof ConformanceOptions)[] = [
  "backend",
  "when",
  "known",
  "tolerance",
  "records",
  "primitives",
];

/**
 * Declares the tests that any backend passes, with Vitest. Known gaps run as expected failures: mended, they break the
 * build until they are taken from the list.
 *
 * @throws ArgumentInvalidError for unknown options, and while tests are collected for unknown names.
 * @example
 * ```ts test
 * import { reference } from "@elegy/backend-reference";
 * import { conformance } from "@elegy/conformance";
 *
 * conformance({ backend: () => reference(), primitives: ["tanh"] });
 * ```
 */
export function conformance({ backend: make, when = true, ...options }: ConformanceOptions): void {
  requireOptions(options);
  describe("conformance", async () => {
    const present = typeof when === "function" ? await when() : when;
    const declare = present ? await casesOf(make, options) : reportAbsence;
    declare();
  });
}

async function casesOf(make: ConformanceOptions["backend"], options: CasesOptions): Promise<() => void> {
  const backend = await make();
  return () => {
    afterAll(() => backend.dispose());
    for (const { name, reason, run } of conformanceCases(backend, options)) {
      (reason === undefined ? it : it.fails)(name, run);
    }
  };
}

function reportAbsence(): void {
  it("is not run", (context) => context.skip("the device is absent: `when` is false"));
}

function requireOptions(options: object): void {
  const unknown = Object.keys(options).filter((key) => !OPTIONS.some((option) => option === key));
  if (unknown.length === 0) return;
  throw new ArgumentInvalidError({
    operation: "conformance",
    problem: "there is no such option",
    expected: OPTIONS.join(", "),
    received: unknown.join(", "),
  });
}
