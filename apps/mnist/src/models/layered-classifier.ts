import { losses, metrics, Model, nn, optimizers, type Tensor } from "@elegy/core";
import { Conv2D, Dropout, Flatten, type Layer, layer, Linear, MaxPool, nets, Sequential } from "@elegy/nn";

/** Images `u8[batch, 28, 28]` to logits `f32[batch, 10]`. */
const networks = {
  mlp: () => nets.MLP([256, 128, 10]),
  cnn: () =>
    Sequential(
      Conv2D(16, [3, 3]),
      nn.relu,
      MaxPool([2, 2]),
      Conv2D(32, [3, 3]),
      nn.relu,
      MaxPool([2, 2]),
      Flatten(),
      Dropout(0.25),
      Linear(128),
      nn.relu,
      Dropout(0.5),
      Linear(10),
    ),
} satisfies Record<string, () => Layer<[x: Tensor], Tensor>>;

export type NetworkName = keyof typeof networks;

/** A classifier made of layers, trained with Adam. */
export function layeredClassifier(name: NetworkName, seed: number): Model {
  return new Model({
    module: layer("DigitClassifier", { network: networks[name]() }, ({ network }, images: Tensor) => {
      const [batch, height, width] = images.shape;
      return network(images.reshape([batch, height, width, 1]).div(255));
    }),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: new metrics.SparseCategoricalAccuracy({ name: "accuracy" }),
    optimizer: optimizers.adam(1e-3),
    seed,
  });
}
