import { ArgumentInvalidError, formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { type OptionNames, requireOptions } from "./require.ts";

export interface ReshapeOptions {
  /** How many leading axes stay as they are, negative: counted from the end. Default 1: the batch. */
  readonly preserveDims?: number;
}

const OPTIONS: OptionNames<ReshapeOptions> = { preserveDims: true };

/**
 * All axes after the first `preserveDims` as others; −1 stands for what is left over.
 *
 * @throws ArgumentInvalidError for `preserveDims` that are not a whole number other than 0.
 * @throws ShapeMismatchError for an input with fewer axes, which Elegy would give back as it is.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Reshape } from "@elegy/nn";
 *
 * const { preds } = Reshape([4, -1]).init({ rng: random.key(0), args: [np.ones([2, 3, 8])] });
 * preds.shape; // => [2,4,6]
 * ```
 */
export function Reshape(
  outputShape: readonly number[],
  options: ReshapeOptions = {},
): Layer<[x: Tensor], Tensor> {
  const preserveDims = preservedDims("Reshape", options);
  return layer("Reshape", {}, (_, x: Tensor) => {
    if (x.ndim < Math.abs(preserveDims)) {
      throw new ShapeMismatchError({
        operation: "Reshape",
        problem: "the input has too few axes",
        expected: `${Math.abs(preserveDims)} or more`,
        received: formatSpec(x.spec),
      });
    }
    return x.reshape([...x.shape.slice(0, preserveDims), ...outputShape]);
  });
}

/**
 * All axes after the first `preserveDims` as one: `f32[batch, ...]` to `f32[batch, rest]`. An input that has no others is
 * given back as it is, as in Elegy (Keras adds an axis).
 *
 * @throws ArgumentInvalidError for `preserveDims` that are not a whole number other than 0.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { Flatten } from "@elegy/nn";
 *
 * Flatten().init({ rng: random.key(0), args: [np.ones([2, 3, 8])] }).preds.shape; // => [2,24]
 * ```
 */
export function Flatten(options: ReshapeOptions = {}): Layer<[x: Tensor], Tensor> {
  const preserveDims = preservedDims("Flatten", options);
  return layer("Flatten", {}, (_, x: Tensor) => {
    if (x.ndim <= preserveDims) return x;
    const rest = x.shape.slice(preserveDims).reduce((product, size) => product * size, 1);
    return x.reshape([...x.shape.slice(0, preserveDims), rest]);
  });
}

function preservedDims(kind: string, options: ReshapeOptions): number {
  requireOptions(kind, options, OPTIONS);
  const { preserveDims = 1 } = options;
  if (Number.isInteger(preserveDims) && preserveDims !== 0) return preserveDims;
  throw new ArgumentInvalidError({
    operation: kind,
    problem: "`preserveDims` is out of range",
    expected: "a whole number ≥ 1, or ≤ −1 to count from the end",
    received: String(preserveDims),
  });
}
