import { RuleAbsentError } from "../errors/tensor-errors.ts";
import type { Absent, Primitive } from "../primitive/primitive.ts";

type RuleName = "jvp" | "transpose" | "batch";

/** A rule of a primitive, or the error that says why there is none. */
export function ruleOf<R extends RuleName>(
  primitive: Primitive,
  rule: R,
  purpose: string,
): Exclude<Primitive[R], Absent> {
  const found = primitive[rule];
  if ("absent" in found) {
    throw new RuleAbsentError({
      operation: primitive.name,
      problem: `no ${rule} rule, needed for ${purpose}`,
      hint: `The reason: ${found.absent}.`,
    });
  }
  return found as Exclude<Primitive[R], Absent>;
}
