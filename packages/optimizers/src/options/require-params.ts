import { ArgumentInvalidError } from "@elegy/autodiff";

/** @throws ArgumentInvalidError if a transformation that looks at the parameters did not get them. */
export function requireParams<P>(operation: string, params: P | undefined): P {
  if (params !== undefined) return params;
  throw new ArgumentInvalidError({
    operation,
    problem: "the update needs the parameters",
    expected: "optimizer.update(updates, state, params)",
    received: "no `params`",
  });
}
