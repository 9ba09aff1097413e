import { np } from "@elegy/autodiff";
import type { GradientTransformation } from "./gradient-transformation.ts";
import { mapTensors } from "./map-tensors.ts";
import { requireFloatLeaves } from "./require-float-leaves.ts";
import { ranges, requireNumber } from "./require-number.ts";

export interface TraceOptions {
  /** What remains of the trace from one update to the next. */
  readonly momentum: number;
  /** Look one update ahead. Default `false`. */
  readonly nesterov?: boolean;
}

export interface TraceState {
  /** The decaying sum of the updates, like the parameters. */
  readonly trace: unknown;
}

/**
 * Momentum: `t = u + momentum·t`, and, with `nesterov`, `u + momentum·t` of that (Sutskever et al., 2013).
 *
 * @throws ArgumentInvalidError for a momentum outside [0, 1].
 * @example
 * ```ts
 * import { np } from "@elegy/autodiff";
 * import { trace } from "@elegy/optimizers";
 *
 * const momentum = trace({ momentum: 0.5 });
 * const [first, state] = momentum.update(np.ones([1]), momentum.init(np.zeros([1])));
 * const [second] = momentum.update(np.ones([1]), state);
 * await second.array(); // => [1.5]
 * ```
 */
export function trace({ momentum, nesterov = false }: TraceOptions): GradientTransformation<TraceState> {
  requireNumber("trace", "momentum", momentum, ranges.momentum);
  return {
    init(params) {
      requireFloatLeaves(params);
      return { trace: mapTensors((p) => np.zerosLike(p), params) };
    },
    update<U>(updates: U, state: TraceState) {
      const extended = (past: unknown): U => mapTensors((u, t) => u.add(t.mul(momentum)), updates, past);
      const traced = extended(state.trace);
      return [nesterov ? extended(traced) : traced, { trace: traced }];
    },
  };
}
