import type { DType, nn, Shape, Tensor } from "@elegy/autodiff";
import type { Layer } from "./description.ts";

/** Makes the first value of a parameter from a key, a shape and a dtype: one of `nn.initializers`. */
export type Initializer = nn.initializers.Initializer;

/** A value that a layer keeps from call to call and training does not differentiate, such as a running mean. */
export interface StateCell {
  readonly value: Tensor;
  /** Keeps another value of the same shape and dtype; does nothing while the layer is initialized. */
  set(value: Tensor): void;
}

/** What a layer has at hand while it runs. */
export interface Scope {
  /** Whether this is a step of training: dropout drops, batch statistics are those of the batch. */
  readonly training: boolean;
  /** `true` once, when parameters are made. */
  readonly initializing: boolean;
  /** Where the layer stands, as in `encoder.0`. */
  readonly path: string;
  /**
   * A parameter of this layer: made by the initializer when initializing, later read.
   *
   * @throws ParameterMissingError, ShapeMismatchError if the parameters given do not belong to this layer.
   * @throws StateUnreachableError if it would be made inside of a transformation within the call.
   */
  param(name: string, initializer: Initializer, shape: Shape, options?: { readonly dtype?: DType }): Tensor;
  /**
   * A state of this layer.
   *
   * @throws ParameterMissingError, ShapeMismatchError
   * @throws StateUnreachableError if it is made, or later set, inside of a transformation within the call.
   */
  state(name: string, initial: () => Tensor): StateCell;
  /**
   * A key that no other call gets in this step: `u32[2]`. Inside of a `scan` or `vmap` it is one for all steps or rows:
   * for one each, `random.split` it outside and hand the keys in.
   */
  nextKey(): Tensor;
  /**
   * A function whose intermediate values are computed again for the gradient and not kept, as `checkpoint` of
   * `@elegy/core`; it may call parts and set states. `f` takes trees of tensors.
   */
  checkpoint<A extends readonly unknown[], R>(f: (...inputs: A) => R): (...inputs: A) => R;
  /**
   * A part that is only known while the layer runs, as a function.
   *
   * @throws PartNameInvalidError if there is a part of that name already.
   */
  part<A extends readonly unknown[], R>(name: string, part: Layer<A, R>): (...inputs: A) => R;
}

const names: Readonly<Record<keyof Scope, true>> = {
  training: true,
  initializing: true,
  path: true,
  param: true,
  state: true,
  nextKey: true,
  checkpoint: true,
  part: true,
};

/** Names that no part can have. */
export const RESERVED: ReadonlySet<string> = new Set(Object.keys(names));
