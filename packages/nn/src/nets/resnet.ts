import { ArgumentInvalidError, type Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../layer/description.ts";
import { layer } from "../layer/layer.ts";
import { Conv2D } from "../layers/convolution/conv.ts";
import { Linear } from "../layers/linear.ts";
import { BatchNormalization } from "../layers/normalization/batch-normalization.ts";
import { GlobalAvgPool } from "../layers/pooling/global-pool.ts";
import { MaxPool } from "../layers/pooling/pool.ts";
import { Sequential } from "../layers/sequential.ts";
import { type OptionNames, requireOptions, requireRank, requireSize } from "../layers/require.ts";

/** `basic`: two convolutions; `bottleneck`: three, of which the middle one has a quarter of the channels. */
export type ResNetBlock = "basic" | "bottleneck";

export interface ResNetOptions {
  /** For small images, as of 32×32: a first convolution of 3×3 that keeps the size, and no pooling. Default `false`. */
  readonly lowres?: boolean;
  /** Logits. Default 1000. */
  readonly classes?: number;
  /** Channels of the first stage; each further one has twice as many. Default 64. */
  readonly width?: number;
}

const OPTIONS: OptionNames<ResNetOptions> = { lowres: true, classes: true, width: true };

/**
 * Deep residual networks (He et al., 2015), of `f32[batch, height, width, channels]` to logits `f32[batch, classes]`;
 * `ResNet18` to `ResNet200` are named by how many layers they have.
 *
 * Parameters: `stem`, `stages.0.0.convs.0`, `stages.1.0.shortcut`, …, each with `conv.w`, `norm.scale` and `norm.offset`;
 * and `logits`.
 *
 * @param stages how many blocks each stage has.
 * @throws ArgumentInvalidError for sizes that are not whole numbers ≥ 1, or an unknown block.
 * @example
 * ```ts
 * import { np, random } from "@elegy/core";
 * import { nets } from "@elegy/nn";
 *
 * const tiny = nets.ResNet([1, 1], "basic", { lowres: true, classes: 10 });
 * tiny.init({ rng: random.key(0), args: [np.ones([1, 8, 8, 3])] }).preds.shape; // => [1,10]
 * ```
 */
export function ResNet(
  stages: readonly number[],
  block: ResNetBlock,
  options: ResNetOptions = {},
): Layer<[x: Tensor], Tensor> {
  requireOptions("ResNet", options, OPTIONS);
  const { lowres = false, classes = 1000, width = 64 } = options;
  if (!Object.hasOwn(blocks, block)) {
    throw new ArgumentInvalidError({
      operation: "ResNet",
      problem: "there is no such block",
      expected: Object.keys(blocks).join(" or "),
      received: block,
    });
  }
  stages.forEach((count, i) => requireSize("ResNet", `stages[${i}]`, count));
  requireSize("ResNet", "classes", classes);
  requireSize("ResNet", "width", width);
  const parts = {
    stem: lowres ? convolved(width, 3, 1) : convolved(width, 7, 2),
    pool: lowres ? (x: Tensor) => x : MaxPool([3, 3], { strides: 2, padding: "SAME" }),
    stages: stages.map((count, stage) =>
      Sequential(
        ...Array.from({ length: count }, (_, i) =>
          blocks[block](
            width * 2 ** stage,
            i === 0 && stage > 0 ? 2 : 1,
            i === 0 && (stage > 0 || block === "bottleneck"),
          ),
        ),
      ),
    ),
    mean: GlobalAvgPool(),
    logits: Linear(classes),
  };
  return layer("ResNet", parts, (self, x: Tensor) => {
    requireRank("ResNet", x, 4, "f32[batch, height, width, channels]");
    const begun = self.pool(nn.relu(self.stem(x)));
    return self.logits(self.mean(self.stages.reduce((value, stage) => stage(value), begun)));
  });
}

/** {@link ResNet}. */
export const ResNet18: (options?: ResNetOptions) => Layer<[x: Tensor], Tensor> = (options) =>
  ResNet([2, 2, 2, 2], "basic", options);
/** {@link ResNet}. */
export const ResNet34: (options?: ResNetOptions) => Layer<[x: Tensor], Tensor> = (options) =>
  ResNet([3, 4, 6, 3], "basic", options);
/** {@link ResNet}. */
export const ResNet50: (options?: ResNetOptions) => Layer<[x: Tensor], Tensor> = (options) =>
  ResNet([3, 4, 6, 3], "bottleneck", options);
/** {@link ResNet}. */
export const ResNet101: (options?: ResNetOptions) => Layer<[x: Tensor], Tensor> = (options) =>
  ResNet([3, 4, 23, 3], "bottleneck", options);
/** {@link ResNet}. */
export const ResNet152: (options?: ResNetOptions) => Layer<[x: Tensor], Tensor> = (options) =>
  ResNet([3, 8, 36, 3], "bottleneck", options);
/** {@link ResNet}. */
export const ResNet200: (options?: ResNetOptions) => Layer<[x: Tensor], Tensor> = (options) =>
  ResNet([3, 24, 36, 3], "bottleneck", options);

/** A convolution without bias and a normalization, which has one. */
function convolved(
  channels: number,
  window: number,
  stride: number,
  last = false,
): Layer<[x: Tensor], Tensor> {
  const norm = BatchNormalization({
    decayRate: 0.9,
    // A block that begins as the identity trains more easily.
    ...(last ? { scaleInit: nn.initializers.zeros } : {}),
  });
  return layer(
    "ConvNorm",
    { conv: Conv2D(channels, window, { stride, withBias: false }), norm },
    (self, x: Tensor) => self.norm(self.conv(x)),
  );
}

const blocks: Readonly<
  Record<ResNetBlock, (channels: number, stride: number, widens: boolean) => Layer<[x: Tensor], Tensor>>
> = {
  basic: (channels, stride, widens) =>
    residual(
      "BasicBlock",
      [convolved(channels, 3, stride), convolved(channels, 3, 1, true)],
      widens ? convolved(channels, 1, stride) : null,
    ),
  bottleneck: (channels, stride, widens) =>
    residual(
      "BottleneckBlock",
      [convolved(channels, 1, 1), convolved(channels, 3, stride), convolved(4 * channels, 1, 1, true)],
      widens ? convolved(4 * channels, 1, stride) : null,
    ),
};

function residual(
  kind: string,
  convs: readonly Layer<[x: Tensor], Tensor>[],
  shortcut: Layer<[x: Tensor], Tensor> | null,
): Layer<[x: Tensor], Tensor> {
  const parts = { convs, shortcut: shortcut ?? ((x: Tensor) => x) };
  return layer(kind, parts, (self, x: Tensor) => {
    const body = self.convs.reduce((value, conv, i) => (i === 0 ? conv(value) : conv(nn.relu(value))), x);
    return nn.relu(body.add(self.shortcut(x)));
  });
}
