import type { Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { Hyperparameter } from "../options/hyperparameter.ts";
import { flag, hyperparameter, number, type OptionSpecs } from "../options/read-options.ts";
import { ranges } from "../options/require-number.ts";

export interface ScaleByRmsOptions {
  /** Decay of the average. Default 0.9. */
  readonly decay?: Hyperparameter;
  /** Against division by zero. Default 1e-8. */
  readonly eps?: Hyperparameter;
  /** What the average of the squares begins with. Default 0. */
  readonly initialScale?: number;
  /** Add `eps` under the root; `false`: to the root. Default `true`. */
  readonly epsInSqrt?: boolean;
  /** Correct the pull towards the zeros that the averages begin with. Default `false`. */
  readonly biasCorrection?: boolean;
}

export const rmsOptions: OptionSpecs<ScaleByRmsOptions> = {
  decay: hyperparameter(0.9, ranges.decay),
  eps: hyperparameter(1e-8, ranges.notNegative),
  initialScale: number(0, ranges.notNegative),
  epsInSqrt: flag(true),
  biasCorrection: flag(false),
};

/** `1 / √(v + eps)`, or `1 / (√v + eps)`. */
export function inverseRoot(v: Tensor, { eps, epsInSqrt }: Required<ScaleByRmsOptions>): Tensor {
  return epsInSqrt ? lax.rsqrt(v.add(eps)) : np.divide(1, v.sqrt().add(eps));
}
