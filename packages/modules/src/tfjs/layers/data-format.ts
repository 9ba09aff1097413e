import { np, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";

/** Runs functions that want channels last on images of the format that the layer is set to. */
export function dataFormat(config: LayerConfig): (x: Tensor, f: (x: Tensor) => Tensor) => Tensor {
  const format = config.choice("data_format", ["channels_last", "channels_first"]);
  return format === "channels_last" ? (x, f) => f(x) : (x, f) => np.moveaxis(f(np.moveaxis(x, 1, -1)), -1, 1);
}
