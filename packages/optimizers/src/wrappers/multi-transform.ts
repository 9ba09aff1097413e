import { ArgumentInvalidError } from "@elegy/autodiff";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { describe } from "../options/require-number.ts";
import { requireLike } from "../trees/map-tensors.ts";
import { requireSome } from "./chain.ts";
import { learningRateWithin } from "./learning-rate-within.ts";
import { requireTransformation } from "./require-transformation.ts";
import { merged, selected, valuesOfLeaves } from "./select-leaves.ts";

export interface MultiTransformState {
  /** The states of the transformations under their labels. */
  readonly innerStates: Readonly<Record<string, unknown>>;
}

/**
 * Another transformation for each group of parameters (`partition` of optax). The learning rate is that of the only group
 * which has any: of several none is *the* rate.
 *
 * @param transformations by label.
 * @param labels a tree of labels like the parameters, in which one may stand for a whole branch, or a function that makes one
 * of the parameters.
 * @throws ArgumentInvalidError for a label without a transformation, or labels that do not fit the parameters.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { multiTransform, setToZero, sgd } from "@elegy/optimizers";
 *
 * const groups = { frozen: setToZero(), trained: sgd(0.25) };
 * const optimizer = multiTransform(groups, { encoder: "frozen", head: "trained" });
 * const params = { encoder: { w: np.ones([2]) }, head: { w: np.ones([2]) } };
 * const [updates] = optimizer.update(params, optimizer.init(params), params);
 * await np.concatenate([updates.encoder.w, updates.head.w]).array(); // => [0,0,-0.25,-0.25]
 * ```
 */
export function multiTransform(
  transformations: Readonly<Record<string, GradientTransformation>>,
  labels: unknown,
): GradientTransformation<MultiTransformState> {
  const groups = Object.entries(transformations);
  requireSome("multiTransform", groups.length);
  for (const [label, one] of groups) requireTransformation("multiTransform", `\`${label}\``, one);
  const labelsOf = (like: unknown): readonly unknown[] => {
    const found = valuesOfLeaves("multiTransform", "labels", labels, like);
    for (const label of found) requireLabel(label, Object.keys(transformations));
    return found;
  };
  return {
    init(params) {
      const found = labelsOf(params);
      const states = groups.map(([label, one]) => [label, one.init(selected(params, of(found, label)))]);
      return { innerStates: Object.fromEntries(states) as Readonly<Record<string, unknown>> };
    },
    update(updates, { innerStates }, params) {
      requireLike(updates, params);
      const found = labelsOf(updates);
      let all = updates;
      const states = groups.map(([label, one]) => {
        const chosen = of(found, label);
        const given = params && selected(params, chosen);
        const [transformed, next] = one.update(selected(updates, chosen), innerStates[label], given);
        all = merged(all, chosen, transformed);
        return [label, next];
      });
      return [all, { innerStates: Object.fromEntries(states) as Readonly<Record<string, unknown>> }];
    },
    ...learningRateWithin<MultiTransformState>(
      groups.map(([label, transformation]) => ({
        transformation,
        read: ({ innerStates }) => innerStates[label],
        write: (state, inner) => ({ innerStates: { ...state.innerStates, [label]: inner } }),
      })),
    ),
  };
}

function of(labels: readonly unknown[], label: string): readonly boolean[] {
  return labels.map((one) => one === label);
}

function requireLabel(label: unknown, known: readonly string[]): void {
  if (typeof label === "string" && known.includes(label)) return;
  throw new ArgumentInvalidError({
    operation: "multiTransform",
    problem: "a label has no transformation",
    expected: known.join(", "),
    received: describe(label),
  });
}
