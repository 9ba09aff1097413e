import { np, type Tensor } from "@elegy/autodiff";
import type { LayerConfig } from "../layer-config.ts";
import type { Part, TranslatedLayer, Value } from "../translated-layer.ts";

/** Translates a layer inside of another one. */
export type Translate = (config: LayerConfig) => Part;

/** Whether a layer, or one inside of it, changes states while it trains. */
function keepsStates(layer: TranslatedLayer): boolean {
  return layer.states.length > 0 || Object.values(layer.parts).some(keepsStates);
}

/** The same layer for each step: `[batch, time, ...]`. */
export function timeDistributed(config: LayerConfig, translate: Translate): TranslatedLayer {
  const inner = translate(config.nested("layer"));
  // A file may name the weights by the wrapper alone.
  const part: Part = { ...inner, names: [...inner.names, config.name] };
  return {
    params: [],
    states: [],
    parts: { layer: part },
    call(scope, [input]) {
      const { tensor, mask } = input!;
      const one = (x: Tensor): Tensor => scope.run("layer", [{ tensor: x, mask: null }])[0]!.tensor;
      const [batch = 0, time = 0, ...others] = tensor.shape;
      // Statistics of a batch are those of one step, as in TensorFlow.js; everything else can do all steps at once.
      if (scope.training && keepsStates(part)) {
        const steps = Array.from({ length: time }, (_, t) => one(tensor.get(":", t)));
        return [{ tensor: np.stack(steps, { axis: 1 }), mask }];
      }
      const y = one(tensor.reshape([batch * time, ...others]));
      return [{ tensor: y.reshape([batch, time, ...y.shape.slice(1)]), mask }];
    },
  };
}

const MERGES = {
  concat: (x: Tensor, y: Tensor) => np.concatenate([x, y], { axis: -1 }),
  sum: (x: Tensor, y: Tensor) => x.add(y),
  ave: (x: Tensor, y: Tensor) => x.add(y).mul(0.5),
  mul: (x: Tensor, y: Tensor) => x.mul(y),
} as const;

/** A recurrent layer from the first step to the last, and another from the last to the first. */
export function bidirectional(config: LayerConfig, translate: Translate): TranslatedLayer {
  const inner = config.nested("layer");
  const [returnSequences, returnState] = [
    inner.flag("return_sequences", false),
    inner.flag("return_state", false),
  ];
  // A merge mode of `null` is one of its own: two outputs.
  const merge = config.isNull("merge_mode")
    ? null
    : MERGES[config.choice("merge_mode", ["concat", "sum", "ave", "mul"])];
  const backwards =
    config.raw("backward_layer") === undefined
      ? inner.with("go_backwards", !inner.flag("go_backwards", false))
      : config.nested("backward_layer");
  const directed = (layer: LayerConfig, prefix: string): Part => {
    const part = translate(layer);
    return { ...part, names: [`${prefix}_${layer.name}`, layer.name] };
  };
  return {
    params: [],
    states: [],
    parts: { forward: directed(inner, "forward"), backward: directed(backwards, "backward") },
    call(scope, [input, ...initial]) {
      const half = initial.length / 2;
      const [there, ...thereState] = scope.run("forward", [input!, ...initial.slice(0, half)]);
      const [back, ...backState] = scope.run("backward", [input!, ...initial.slice(half)]);
      const y = there!.tensor;
      const z = returnSequences ? np.flip(back!.tensor, 1) : back!.tensor;
      const { mask } = there!;
      const outputs: readonly Value[] =
        merge === null ? [y, z].map((tensor) => ({ tensor, mask })) : [{ tensor: merge(y, z), mask }];
      return returnState ? [...outputs, ...thereState, ...backState] : outputs;
    },
  };
}
