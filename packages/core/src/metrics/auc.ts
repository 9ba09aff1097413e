import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import * as np from "@elegy/autodiff/np";
import { requireNumber } from "../losses/require-number.ts";
import { ratio } from "../losses/ratio.ts";
import {
  addCounts,
  type ConfusionCounts,
  noCounts,
  precisionOf,
  recallOf,
  specificityOf,
} from "./confusion-counts.ts";
import { type MetricClass, metricClass } from "./metric-class.ts";
import { withProbabilities } from "./with-probabilities.ts";

export interface AUCOptions {
  /** `ROC`, true against false positive rate, or `PR`, precision against recall. Default `ROC`. */
  readonly curve?: "ROC" | "PR";
  /** How many thresholds, evenly spread over [0, 1], make the curve. Default 200. */
  readonly numThresholds?: number;
  /** These thresholds in [0, 1] instead; 0 and 1 are added. */
  readonly thresholds?: readonly number[];
  /** Between thresholds: trapezoids (for `PR` the interpolation of Davis & Goadrich), the lower or the upper end. */
  readonly summationMethod?: "interpolation" | "minoring" | "majoring";
  /** The predictions are logits rather than probabilities. Default `false`. */
  readonly fromLogits?: boolean;
}

/** So that a prediction of 0 is above the first threshold, and one of 1 is not above the last. */
const MARGIN = 1e-7;

/**
 * The area under the curve that precision and recall, or the rates of true and false positives, make over all
 * thresholds, as Keras approximates it; 0 where there is no positive (or, for `ROC`, no negative) sample.
 *
 * Targets are 0 or 1, predictions probabilities of the same shape: one out of [0, 1] makes the value NaN.
 *
 * @throws ArgumentInvalidError for options out of their range; ShapeMismatchError when updated with shapes that are not
 *   equal.
 * @example
 * ```ts
 * import { metrics, np } from "@elegy/core";
 *
 * const metric = new metrics.AUC();
 * const inputs = { yTrue: np.array([0, 0, 1, 1]), yPred: np.array([0, 0.5, 0.3, 0.9]) };
 * await metric.compute(metric.update(metric.reset(), inputs)).item(); // => 0.75
 * ```
 */
export const AUC: MetricClass<ConfusionCounts, AUCOptions> = metricClass<ConfusionCounts, AUCOptions>("AUC", {
  options: ["curve", "numThresholds", "thresholds", "summationMethod", "fromLogits"],
  body(options) {
    const { fromLogits = false, curve = "ROC", summationMethod = "interpolation" } = options;
    requireOneOf("curve", curve, ["ROC", "PR"]);
    requireOneOf("summationMethod", summationMethod, ["interpolation", "minoring", "majoring"]);
    const thresholds = thresholdsOf(options);
    return {
      reset: () => noCounts(thresholds.length),
      update(counts, batch) {
        const yPred = fromLogits ? nn.sigmoid(batch.yPred) : batch.yPred;
        const probable = withProbabilities("AUC", { ...batch, yPred });
        return addCounts("AUC", counts, probable, np.array(thresholds));
      },
      compute(counts) {
        if (curve === "PR" && summationMethod === "interpolation") return interpolatedPrecision(counts);
        const recall = recallOf(counts);
        const [x, y] = curve === "PR" ? [recall, precisionOf(counts)] : [falsePositiveRate(counts), recall];
        const [lower, upper] = [np.minimum, np.maximum].map((pick) => pick(before(y), after(y))) as [
          Tensor,
          Tensor,
        ];
        const heights = { interpolation: lower.add(upper).mul(0.5), minoring: lower, majoring: upper };
        return before(x).sub(after(x)).mul(heights[summationMethod]).sum();
      },
    };
  },
});

function falsePositiveRate(counts: ConfusionCounts): Tensor {
  const negatives = counts.falsePositives.add(counts.trueNegatives);
  return np.where(negatives.equal(0), 0, np.subtract(1, specificityOf(counts)));
}

/**
 * Between two thresholds true positives are taken to grow in proportion to all positives, so that
 * `∫ precision dtp = slope·(Δtp + intercept·ln(p₂/p₁))`.
 */
function interpolatedPrecision({ truePositives, falsePositives, falseNegatives }: ConfusionCounts): Tensor {
  const positives = truePositives.add(falsePositives);
  const growth = before(truePositives).sub(after(truePositives));
  const slope = ratio(growth, np.maximum(before(positives).sub(after(positives)), 0));
  const intercept = after(truePositives).sub(slope.mul(after(positives)));
  const both = np.logicalAnd(before(positives).greater(0), after(positives).greater(0));
  const quotient = np.where(both, ratio(before(positives), np.maximum(after(positives), 0)), 1);
  const increments = slope.mul(growth.add(intercept.mul(np.log(quotient))));
  return ratio(increments, np.maximum(after(truePositives.add(falseNegatives)), 0)).sum();
}

/** At the lower of each two neighbouring thresholds. */
function before(values: Tensor): Tensor {
  return values.get(np.slice(null, -1));
}

/** At the higher. */
function after(values: Tensor): Tensor {
  return values.get(np.slice(1));
}

function thresholdsOf({ numThresholds = 200, thresholds }: AUCOptions): readonly number[] {
  const inner = thresholds
    ? thresholds.map((threshold) => requireNumber("AUC", "thresholds", threshold, "share"))
    : Array.from(
        { length: requireNumber("AUC", "numThresholds", numThresholds, "several") - 2 },
        (_, i) => (i + 1) / (numThresholds - 1),
      );
  return [-MARGIN, ...inner.toSorted((a, b) => a - b), 1 + MARGIN];
}

function requireOneOf(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new ArgumentInvalidError({
    operation: "AUC",
    problem: `unknown \`${name}\``,
    expected: known.join(", "),
    received: value,
  });
}
