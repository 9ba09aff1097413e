import { ArgumentInvalidError } from "@elegy/autodiff";

/** Whether less or more of a monitored value is better; `"auto"` asks its name. */
export type MonitorMode = "auto" | "min" | "max";

/** Parts of names whose values are better when smaller; they win: a `cosine_similarity_loss` is a loss. */
const LESS =
  /^(loss|error|errors|mse|mae|mape|msle|rmse|.*crossentropy|entropy|perplexity|divergence|hinge)$/;
/** Parts of names whose values are better when larger. */
const MORE =
  /^(acc|accuracy|auc|precision|recall|sensitivity|specificity|f1|f2|fbeta|fscore|fmeasure|r2|iou|dice|map|top|topk|cosine)$/;

/**
 * The direction in which a value gets better.
 *
 * @throws ArgumentInvalidError for another mode, and for `"auto"` with a name that does not tell.
 */
export function monitorDirection(operation: string, monitor: string, mode: MonitorMode): "min" | "max" {
  switch (mode) {
    case "min":
    case "max":
      return mode;
    case "auto":
      return directionOf(operation, monitor);
    default:
      throw new ArgumentInvalidError({
        operation,
        problem: "there is no such `mode`",
        expected: '"auto", "min" or "max"',
        received: JSON.stringify(mode) ?? "nothing",
      });
  }
}

function directionOf(operation: string, monitor: string): "min" | "max" {
  const parts = monitor
    .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (parts.some((part) => LESS.test(part))) return "min";
  // A metric used twice is counted: `f1_score_1`, `auc1`.
  if (parts.some((part) => MORE.test(part) || MORE.test(part.replace(/\d$/, "")))) return "max";
  throw new ArgumentInvalidError({
    operation,
    problem: `the name \`${monitor}\` does not tell whether less or more is better`,
    expected: '`mode: "min"` or `mode: "max"`',
    received: '"auto"',
  });
}
