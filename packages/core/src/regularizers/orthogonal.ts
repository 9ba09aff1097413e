import { ArgumentInvalidError, formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { requireNumber } from "../losses/require-number.ts";
import { overParameters, type Regularizer } from "./regularizer.ts";

export interface OrthogonalRegularizerOptions {
  /** Default 0.01. */
  readonly factor?: number;
  /** What is to be orthogonal to each other. Default `rows`. */
  readonly mode?: "rows" | "columns";
}

/** Shorter rows than its root are not made longer. */
const LEAST_SQUARE = 1e-12;

/**
 * `factor` times the mean absolute cosine between each two rows (or columns) of each matrix.
 *
 * @throws ArgumentInvalidError for options out of their range. When called: ShapeMismatchError for a parameter that is no
 *   matrix.
 * @example
 * ```ts
 * import { np, regularizers } from "@elegy/core";
 *
 * const penalty = regularizers.orthogonal({ factor: 1 });
 * await penalty(np.array([[1, 0], [0, 2], [3, 0]])).item(); // => 0.333333
 * ```
 */
export function orthogonal({ factor = 0.01, mode = "rows" }: OrthogonalRegularizerOptions = {}): Regularizer {
  requireNumber("orthogonal", "factor", factor, "notNegative");
  if (mode !== "rows" && mode !== "columns") {
    throw new ArgumentInvalidError({
      operation: "orthogonal",
      problem: "unknown `mode`",
      expected: "rows, columns",
      received: String(mode),
    });
  }
  return overParameters("orthogonal", (parameter, path) => {
    const [count = 0] = requireMatrix(parameter, path);
    const vectors = mode === "rows" ? parameter : parameter.transpose();
    const pairs = mode === "rows" ? pairsOf(count) : pairsOf(parameter.shape[1] ?? 0);
    // A single row has no other to be orthogonal to.
    if (pairs === 0) return np.zeros([]);
    const squares = np.square(vectors).sum({ axis: 1, keepdims: true });
    const units = vectors.div(np.sqrt(np.maximum(squares, LEAST_SQUARE)));
    const cosines = np.triu(np.dot(units, units.transpose()), 1);
    return np
      .abs(cosines)
      .sum()
      .mul(factor / pairs);
  });
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2;
}

function requireMatrix(parameter: Tensor, path: string): Tensor["shape"] {
  if (parameter.ndim === 2) return parameter.shape;
  throw new ShapeMismatchError({
    operation: "orthogonal",
    problem: "only the rows of a matrix can be orthogonal",
    expected: "f32[rows,columns]",
    received: `${formatSpec(parameter.spec)}${path === "" ? "" : ` at ${path}`}`,
    hint: 'Name the matrices: perParameter({ "**.w": orthogonal() }).',
  });
}
