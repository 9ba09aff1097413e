import { np, type Tensor } from "@elegy/autodiff";
import { mapTensors } from "./map-tensors.ts";

/** `(1 − decay)·u + decay·m`: the moving average of the updates. */
export function firstMoment<U>(updates: U, moment: unknown, decay: number): U {
  return mapTensors((u, m) => u.mul(1 - decay).add(m.mul(decay)), updates, moment);
}

/** `(1 − decay)·u² + decay·v`: the moving average of their squares. */
export function secondMoment<U>(updates: U, moment: unknown, decay: number): U {
  return mapTensors(
    (u, v) =>
      u
        .square()
        .mul(1 - decay)
        .add(v.mul(decay)),
    updates,
    moment,
  );
}

/** `m / (1 − decayᵗ)`: without the pull towards the zeros that an average began with. */
export function biasCorrected<U>(moment: U, decay: number, count: Tensor): U {
  const correction = np.subtract(1, np.power(decay, count));
  return mapTensors((m) => m.div(correction.astype(m.dtype)), moment);
}
