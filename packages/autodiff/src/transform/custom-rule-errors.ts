import { ElegyError } from "../errors/elegy-error.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { formatSpec, sameSpec, type TensorSpec } from "../tensor/spec.ts";
import { structureText, type TreeDef } from "../tree/flatten.ts";
import type { TensorLeaves } from "./tensor-leaves.ts";

/** A function made with `customJvp` or `customVjp` was differentiated before it had a rule. */
export class CustomRuleMissingError extends ElegyError {
  constructor(name: string, wrapper: "customJvp" | "customVjp") {
    super("ELEGY_CUSTOM_RULE_MISSING", {
      operation: name,
      problem: `a ${wrapper} function was differentiated, but has no rule`,
      hint: wrapper === "customJvp" ? "Give it one: f.defJvp(rule)." : "Give it one: f.defVjp(fwd, bwd).",
    });
  }
}

/** What a rule returns for a value has that value's structure, shapes and dtypes. */
export function requireRuleResult(
  name: string,
  what: string,
  given: TensorLeaves,
  expected: { readonly def: TreeDef; readonly specs: readonly TensorSpec[] },
): void {
  const [received, wanted] = [structureText(given.def), structureText(expected.def)];
  if (received !== wanted) {
    throw new ArgumentInvalidError({
      operation: name,
      problem: `the custom rule returned ${what} of another structure`,
      expected: wanted,
      received,
    });
  }
  given.tensors.forEach((tensor, i) => {
    const spec = expected.specs[i];
    if (spec === undefined || sameSpec(tensor.spec, spec)) return;
    throw new ArgumentInvalidError({
      operation: name,
      problem: `the custom rule returned ${what} that does not fit`,
      expected: formatSpec(spec),
      received: formatSpec(tensor.spec),
    });
  });
}
