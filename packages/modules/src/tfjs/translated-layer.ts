import type { Tensor } from "@elegy/autodiff";

/** What flows between layers: a tensor, and which of its time steps count. */
export interface Value {
  readonly tensor: Tensor;
  /** `bool[batch, time]`; `null`: all. */
  readonly mask: Tensor | null;
}

/** What a layer may use while it runs. */
export interface LayerScope {
  readonly training: boolean;
  /** A key of this call's own: `u32[2]`. */
  nextKey(): Tensor;
  weight(name: string): Tensor;
  setState(name: string, value: Tensor): void;
  /** Runs a layer inside of this one. */
  run(part: string, inputs: readonly Value[]): readonly Value[];
}

/** A layer of a TensorFlow.js model, done with our operations. */
export interface TranslatedLayer {
  /** Its own trainable weights, by the last part of their names. */
  readonly params: readonly string[];
  /** Its own weights that no optimizer changes. */
  readonly states: readonly string[];
  /** The layers inside, by where their weights stand below those of this one. */
  readonly parts: Readonly<Record<string, Part>>;
  call(scope: LayerScope, inputs: readonly Value[]): readonly Value[];
}

/** A layer inside of another one. */
export interface Part extends TranslatedLayer {
  readonly kind: string;
  /** Names that the weights may stand under in a file: one of them is part of each weight's path. */
  readonly names: readonly string[];
  readonly trainable: boolean;
}

/** What {@link leaf} makes a layer of. */
export interface LeafDefinition {
  readonly params?: readonly string[];
  readonly states?: readonly string[];
  /** What becomes of the mask: TensorFlow.js passes it on or drops it. Default: on. */
  readonly mask?: "drop";
  readonly call: (x: Tensor, scope: LayerScope) => Tensor;
}

/** A layer without layers inside, from one tensor to one tensor. */
export function leaf(definition: LeafDefinition): TranslatedLayer {
  const { params = [], states = [] } = definition;
  return {
    params,
    states,
    parts: {},
    call(scope, [input]) {
      const { tensor, mask } = input!;
      return [{ tensor: definition.call(tensor, scope), mask: definition.mask === "drop" ? null : mask }];
    },
  };
}
