import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";

/**
 * Checks an input against the shape that its layer was built for.
 *
 * @throws ShapeMismatchError
 */
export function requireInput(config: LayerConfig, x: Tensor): void {
  const shape = config.raw("batch_input_shape") ?? config.raw("batch_shape");
  if (!Array.isArray(shape)) return;
  const fits =
    shape.length === x.ndim && shape.every((size, axis) => size === null || size === x.shape[axis]);
  if (fits) return;
  throw new ShapeMismatchError({
    operation: config.name,
    problem: "the input is of another shape than the model was built for",
    expected: `[${shape.map((size, axis) => size ?? (axis === 0 ? "batch" : "any")).join(",")}]`,
    received: formatSpec(x.spec),
  });
}
