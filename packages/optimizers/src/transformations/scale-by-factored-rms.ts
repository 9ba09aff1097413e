import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";
import type { GradientTransformation } from "../gradient-transformation.ts";
import { type Hyperparameter, oneMinus } from "../options/hyperparameter.ts";
import { flag, hyperparameter, number, type OptionSpecs, readOptions } from "../options/read-options.ts";
import { requireFloatLeaves } from "../options/require-float-leaves.ts";
import { ranges } from "../options/require-number.ts";
import { mapWithStates } from "../trees/leaf-states.ts";
import { incremented, zeroCount } from "../trees/step-count.ts";

export interface ScaleByFactoredRmsOptions {
  /** Keep rows and columns in place of whole tensors. Default `true`. */
  readonly factored?: boolean;
  /** The average's decay in update `t` is `1 − t^(−decayRate)`. Default 0.8. */
  readonly decayRate?: Hyperparameter;
  /** Updates that do not count for the decay: of a training before. Default 0. */
  readonly decayOffset?: number;
  /** Only tensors whose two largest axes have this size are kept as rows and columns. Default 128. */
  readonly minDimSizeToFactor?: number;
  /** Added to the squares. Default 1e-30. */
  readonly eps?: Hyperparameter;
}

export interface ScaleByFactoredRmsState {
  /** Updates made, `i32[]`. */
  readonly count: Tensor;
  /** For each parameter `[row, column]`, the means of the squares along its two largest axes, or `[all]`. */
  readonly squares: unknown;
}

export const factoredRmsOptions: OptionSpecs<ScaleByFactoredRmsOptions> = {
  factored: flag(true),
  decayRate: hyperparameter(0.8, ranges.positive),
  decayOffset: number(0, ranges.notNegativeCount),
  minDimSizeToFactor: number(128, ranges.count),
  eps: hyperparameter(1e-30, ranges.notNegative),
};

/**
 * `u / √v`, where `v` is the moving average of the squares; of a large `f32[m, n]` only its `m` rows and `n` columns are
 * kept (Shazeer and Stern, 2018, algorithm 4).
 *
 * @throws ArgumentInvalidError for options out of their ranges, or an unknown one.
 * @example
 * ```ts
 * import * as np from "@elegy/autodiff/np";
 * import { scaleByFactoredRms } from "@elegy/optimizers";
 *
 * const rms = scaleByFactoredRms();
 * const [updates] = rms.update(np.array([3, -0.5]), rms.init(np.zeros([2])));
 * await np.round(updates.mul(100)).array(); // => [100,-100]
 * ```
 */
export function scaleByFactoredRms(
  options: ScaleByFactoredRmsOptions = {},
): GradientTransformation<ScaleByFactoredRmsState> {
  const { factored, decayRate, decayOffset, minDimSizeToFactor, eps } = readOptions(
    "scaleByFactoredRms",
    factoredRmsOptions,
    options,
  );
  const axesOf = (x: Tensor): readonly [number, number] | null =>
    factored ? largestAxes(x, minDimSizeToFactor) : null;
  return {
    init(params) {
      requireFloatLeaves(params);
      const zeros = (p: Tensor): readonly Tensor[] => {
        const kept = axesOf(p)?.map((axis) => p.shape.toSpliced(axis, 1)) ?? [p.shape];
        return kept.map((shape) => np.zeros(shape, { dtype: p.dtype }));
      };
      return { count: zeroCount(), squares: tree.map(zeros, params) };
    },
    update(updates, state) {
      const step = state.count.sub(decayOffset).add(1).astype("float32");
      const decay = np.subtract(1, np.power(step, np.negative(decayRate)));
      const sizeOf = (u: Tensor): number => axesOf(u)?.length ?? 1;
      const [scaled, squares] = mapWithStates(updates, state.squares, sizeOf, (u, kept) => {
        const axes = axesOf(u);
        const square = u.square().add(eps);
        const means = axes?.map((axis) => square.mean({ axis })) ?? [square];
        const next = kept.map((past, i) => averaged(past, means[i] ?? square, decay));
        const [row, column] = next as [Tensor, Tensor?];
        const scaling =
          axes && column
            ? u.mul(rowFactor(row, axes)).mul(inverseRoot(column).expandDims(axes[1]))
            : u.mul(inverseRoot(row));
        return [scaling, next];
      });
      return [scaled, { count: incremented(state.count), squares }];
    },
  };
}

/** The largest axis and the second largest, if that is large enough to be worth it. */
function largestAxes(x: Tensor, least: number): readonly [number, number] | null {
  const axes = x.shape.map((size, axis) => ({ size, axis })).sort((a, b) => a.size - b.size);
  const [second, largest] = axes.slice(-2);
  return second && largest && second.size >= least ? [largest.axis, second.axis] : null;
}

function averaged(past: Tensor, next: Tensor, decay: Tensor): Tensor {
  const kept = decay.astype(past.dtype);
  return past.mul(kept).add(next.mul(oneMinus(kept)));
}

/** The roots of the rows, relative to their mean, in the rank of the parameter. */
function rowFactor(row: Tensor, [largest, second]: readonly [number, number]): Tensor {
  const axis = second > largest ? second - 1 : second;
  return inverseRoot(row.div(row.mean({ axis, keepdims: true }))).expandDims(largest);
}

function inverseRoot(x: Tensor): Tensor {
  return np.power(x, -0.5);
}
