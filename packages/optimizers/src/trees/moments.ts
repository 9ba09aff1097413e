import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { type Hyperparameter, oneMinus } from "../options/hyperparameter.ts";
import { mapTensors } from "./map-tensors.ts";
import { incremented } from "./step-count.ts";

/** `(1 − decay)·u + decay·m`: the moving average of the updates. */
export function firstMoment<U>(updates: U, moment: unknown, decay: Hyperparameter): U {
  const rest = oneMinus(decay);
  return mapTensors((u, m) => u.mul(rest).add(m.mul(decay)), updates, moment);
}

/** `(1 − decay)·u² + decay·v`: the moving average of their squares. */
export function secondMoment<U>(updates: U, moment: unknown, decay: Hyperparameter): U {
  const rest = oneMinus(decay);
  return mapTensors((u, v) => u.square().mul(rest).add(v.mul(decay)), updates, moment);
}

/** `m / (1 − decayᵗ)`: without the pull towards the zeros that an average began with. */
export function biasCorrected<U>(moment: U, decay: Hyperparameter, count: Tensor): U {
  const correction = np.subtract(1, np.power(decay, count));
  return mapTensors((m) => m.div(correction.astype(m.dtype)), moment);
}

/** The corrected average of the updates; with `nesterov` that of the next step, as far as it is known (Dozat, 2016). */
export function correctedMean<U>(
  updates: U,
  mu: U,
  decay: Hyperparameter,
  { count, nesterov }: { readonly count: Tensor; readonly nesterov: boolean },
): U {
  if (!nesterov) return biasCorrected(mu, decay, count);
  const next = biasCorrected(mu, decay, incremented(count));
  return firstMoment(biasCorrected(updates, decay, count), next, decay);
}

/** `m / (√(v + epsRoot) + eps)`. */
export function dividedByRoot<U>(
  mean: U,
  squares: unknown,
  { eps, epsRoot }: { readonly eps: Hyperparameter; readonly epsRoot: Hyperparameter },
): U {
  return mapTensors((m, v) => m.div((epsRoot === 0 ? v : v.add(epsRoot)).sqrt().add(eps)), mean, squares);
}
