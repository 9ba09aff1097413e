import { nn, np, type Tensor } from "@elegy/autodiff";
import { LayerUnsupportedError } from "./tfjs-errors.ts";

/** By name, in small letters without underscores: Keras and TensorFlow.js write them differently. */
const ACTIVATIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu: nn.relu,
  relu6: nn.relu6,
  elu: nn.elu,
  selu: nn.selu,
  sigmoid: nn.sigmoid,
  // Not `nn.hardSigmoid`: Keras 2 and TensorFlow.js have another slope.
  hardsigmoid: (x) => np.clip(x.mul(0.2).add(0.5), 0, 1),
  softplus: nn.softplus,
  softsign: nn.softSign,
  tanh: np.tanh,
  softmax: (x) => nn.softmax(x),
  logsoftmax: (x) => nn.logSoftmax(x),
  exponential: np.exp,
  gelu: (x) => nn.gelu(x, { approximate: false }),
  gelunew: (x) => nn.gelu(x, { approximate: true }),
  mish: nn.mish,
  swish: nn.silu,
  silu: nn.silu,
};

/**
 * The function of an activation's name.
 *
 * @throws LayerUnsupportedError
 */
export function activationOf(
  layer: { readonly name: string; readonly kind: string },
  option: string,
  name: unknown,
): (x: Tensor) => Tensor {
  const key = typeof name === "string" ? name.replaceAll("_", "").toLowerCase() : "";
  const activation = ACTIVATIONS[key];
  if (activation !== undefined) return activation;
  throw new LayerUnsupportedError(
    layer,
    `\`${option}\` is ${JSON.stringify(name)}, which is no known activation`,
    Object.keys(ACTIVATIONS).join(", "),
  );
}
