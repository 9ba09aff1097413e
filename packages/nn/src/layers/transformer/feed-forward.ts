import type { Tensor } from "@elegy/autodiff";
import * as nn from "@elegy/autodiff/nn";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import { Dropout } from "../dropout.ts";
import { Linear } from "../linear.ts";
import type { TransformerLayerOptions } from "./transformer-options.ts";

/** Two products with an activation in between: `f32[..., size]` to `f32[..., size]`. */
export function feedForward(options: TransformerLayerOptions): Layer<[x: Tensor], Tensor> {
  const { dropout = 0.1, activation = nn.relu, kernelInitializer: wInit } = options;
  const product = (size: number): Layer<[x: Tensor], Tensor> => Linear(size, wInit ? { wInit } : {});
  return layer("FeedForward", { drop: Dropout(dropout) }, (self, x: Tensor) => {
    const size = x.shape.at(-1)!;
    const wide = self.part("wide", product(options.feedForwardSize ?? 4 * size))(x);
    return self.part("narrow", product(size))(self.drop(activation(wide)));
  });
}
