import { ElegyError } from "@elegy/autodiff";

/** A layer of a TensorFlow.js model, or one of its options, has no translation. */
export class LayerUnsupportedError extends ElegyError {
  constructor(layer: { readonly name: string; readonly kind: string }, problem: string, supported: string) {
    super("ELEGY_LAYER_UNSUPPORTED", {
      operation: "fromLayersModel",
      problem: `layer \`${layer.name}\` (${layer.kind}): ${problem}`,
      expected: supported,
    });
  }
}

/** The description of a TensorFlow.js model, or its weights, are not what they should be. */
export class LayersModelInvalidError extends ElegyError {
  constructor(problem: string, expected: string, received: string) {
    super("ELEGY_LAYERS_MODEL_INVALID", { operation: "fromLayersModel", problem, expected, received });
  }
}
