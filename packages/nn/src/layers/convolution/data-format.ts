import { np, type Tensor } from "@elegy/autodiff";

/** Where the channels of images stand: last (`NHWC`, fastest) or first (`NCHW`). */
export type DataFormat = "channelsLast" | "channelsFirst";

/** Runs a layer that wants channels last on inputs of either format. */
export function inFormat(format: DataFormat, x: Tensor, spatial: number, f: (x: Tensor) => Tensor): Tensor {
  if (format === "channelsLast") return f(x);
  const channels = x.ndim - spatial - 1;
  return np.moveaxis(f(np.moveaxis(x, channels, -1)), -1, channels);
}
