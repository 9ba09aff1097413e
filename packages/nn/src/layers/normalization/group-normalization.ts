import { ArgumentInvalidError, formatSpec, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { type DataFormat, dataFormatOf, inFormat } from "../convolution/data-format.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../require.ts";
import {
  NORMALIZATION_CALL,
  NORMALIZATION_OPTIONS,
  type NormalizationCall,
  type NormalizationOptions,
  requireNormalization,
  scaleAndOffset,
} from "./scale-and-offset.ts";
import { inWide } from "../in-wide.ts";

export interface GroupNormalizationOptions extends NormalizationOptions {
  /** Where the channels are. Default `"channelsLast"`. */
  readonly dataFormat?: DataFormat;
}

const OPTIONS: OptionNames<GroupNormalizationOptions> = { ...NORMALIZATION_OPTIONS, dataFormat: true };

/**
 * Normalizes over groups of channels and all spatial axes of each sample (Wu and He, 2018): `f32[batch, ...spatial, channels]`.
 *
 * Parameters: `scale`, `offset: f32[channels]`.
 *
 * @param groups a divisor of the number of channels. Default 32.
 * @throws ArgumentInvalidError if it is none.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { GroupNormalization } from "@elegy/nn";
 *
 * const norm = GroupNormalization(2, { eps: 0 });
 * await norm.init({ rng: random.key(0), args: [np.array([[1, 3, 5, 9]])] }).preds.array(); // => [[-1,1,-1,1]]
 * ```
 */
export function GroupNormalization(
  groups: number = 32,
  options: GroupNormalizationOptions = {},
): Layer<[x: Tensor, call?: NormalizationCall], Tensor> {
  requireSize("GroupNormalization", "groups", groups);
  return grouped("GroupNormalization", () => groups, options);
}

/**
 * Normalizes each channel of each sample over its spatial axes (Ulyanov, Vedaldi and Lempitsky, 2016).
 *
 * Parameters: `scale`, `offset: f32[channels]`.
 *
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { InstanceNormalization } from "@elegy/nn";
 *
 * const x = np.array([[[1, 10], [3, 30]]]);
 * const norm = InstanceNormalization({ eps: 0 });
 * await norm.init({ rng: random.key(0), args: [x] }).preds.array(); // => [[[-1,-1],[1,1]]]
 * ```
 */
export function InstanceNormalization(
  options: GroupNormalizationOptions = {},
): Layer<[x: Tensor, call?: NormalizationCall], Tensor> {
  return grouped("InstanceNormalization", (channels) => channels, options);
}

function grouped(
  kind: string,
  groupsOf: (channels: number) => number,
  options: GroupNormalizationOptions,
): Layer<[x: Tensor, call?: NormalizationCall], Tensor> {
  requireNormalization(kind, options, OPTIONS);
  const { eps = 1e-5 } = options;
  const dataFormat = dataFormatOf(kind, options);
  return layer(kind, {}, (self, x: Tensor, call: NormalizationCall = {}) => {
    requireOptions(kind, call, NORMALIZATION_CALL);
    requireRank(kind, x, 2, "f32[batch, ..., channels]");
    return inFormat(dataFormat, x, x.ndim - 2, (input) => {
      const channels = input.shape.at(-1)!;
      const groups = groupsOf(channels);
      if (channels % groups !== 0) {
        throw new ArgumentInvalidError({
          operation: kind,
          problem: "the channels cannot be divided into groups",
          expected: `channels in a multiple of ${groups}`,
          received: formatSpec(x.spec),
        });
      }
      const [batch, ...rest] = input.shape;
      const cut = input.reshape([batch, ...rest.slice(0, -1), groups, channels / groups]);
      // All but the batch and the groups.
      const axis = cut.shape.map((_, i) => i).filter((i) => i !== 0 && i !== cut.ndim - 2);
      return inWide(cut, (wide) => {
        const normal = nn.standardize(wide, { axis, epsilon: eps }).reshape(input.shape);
        return scaleAndOffset(self, kind, normal, [input.ndim - 1], options, call);
      });
    });
  });
}
