import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import type { LossInputs } from "./loss.ts";

/** Inputs that remember what was asked of them. */
export interface WatchedInputs {
  readonly inputs: LossInputs<unknown>;
  readonly asked: ReadonlySet<PropertyKey>;
}

export function watched(inputs: LossInputs<unknown>): WatchedInputs {
  const asked = new Set<PropertyKey>();
  const proxy = new Proxy(inputs, {
    get(target, key): unknown {
      asked.add(key);
      return Reflect.get(target, key);
    },
  });
  return { inputs: proxy, asked };
}

/** The weights that a function did not ask for. */
export function unusedWeights(
  { sampleWeight = null, classWeight = null }: LossInputs<unknown>,
  asked: ReadonlySet<PropertyKey>,
): Pick<LossInputs, "sampleWeight" | "classWeight"> {
  return {
    sampleWeight: asked.has("sampleWeight") ? null : sampleWeight,
    classWeight: asked.has("classWeight") ? null : classWeight,
  };
}

/**
 * Weights cannot be applied to a scalar: a function that makes one of the samples must do it.
 *
 * @throws ArgumentInvalidError if it did not.
 */
export function requireNoUnusedWeights(
  operation: string,
  scalar: Tensor,
  asked: ReadonlySet<PropertyKey>,
  weights: Pick<LossInputs, "sampleWeight" | "classWeight">,
): void {
  // A penalty on parameters has nothing to do with the samples.
  if (!["yTrue", "yPred", "x"].some((key) => asked.has(key))) return;
  const unused = (["sampleWeight", "classWeight"] as const).find((key) => weights[key]);
  if (unused === undefined) return;
  throw new ArgumentInvalidError({
    operation,
    problem: `\`${unused}\` would be ignored`,
    expected: "one value per sample, f32[batch]",
    received: formatSpec(scalar.spec),
    hint: `Do not reduce over the samples, or take \`${unused}\` and apply it: ({ yTrue, yPred, ${unused} }) => ….`,
  });
}
