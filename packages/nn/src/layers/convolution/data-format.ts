import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { requireOneOf } from "../require.ts";

/** Where the channels of images stand: last (`NHWC`, fastest) or first (`NCHW`). */
export type DataFormat = "channelsLast" | "channelsFirst";

const FORMATS: Readonly<Record<DataFormat, true>> = { channelsLast: true, channelsFirst: true };

/**
 * The format that an option asks for; `"channelsLast"` without one.
 *
 * @throws ArgumentInvalidError for a name that is none.
 */
export function dataFormatOf(layer: string, { dataFormat = "channelsLast" }: DataFormatOption): DataFormat {
  return requireOneOf(layer, "dataFormat", dataFormat, FORMATS);
}

interface DataFormatOption {
  readonly dataFormat?: DataFormat;
}

/** Runs a layer that wants channels last on inputs of either format. */
export function inFormat(format: DataFormat, x: Tensor, spatial: number, f: (x: Tensor) => Tensor): Tensor {
  return format === "channelsLast" ? f(x) : withChannelsLast(x, x.ndim - spatial - 1, f);
}

/** Runs a layer that wants channels last on inputs that have them at another axis. */
export function withChannelsLast(x: Tensor, axis: number, f: (x: Tensor) => Tensor): Tensor {
  return np.moveaxis(f(np.moveaxis(x, axis, -1)), -1, axis);
}
