import type { ModuleApply, ModuleCarrier, ModuleInit, ModuleOutput } from "@elegy/autodiff";

/**
 * The description of a layer: what it is made of and what it does. Parameters and states are not in it, so that it can
 * be used in many places: one description in two places of a network is one layer with one set of parameters.
 *
 * @typeParam A the inputs. @typeParam R the output.
 */
export interface Layer<A extends readonly unknown[] = never, R = unknown> extends ModuleCarrier {
  /** Its kind, as in `Linear`: for summaries and messages. */
  readonly kind: string;
  readonly parts: Parts;
  /** Not to be called directly: a layer runs inside another one, or by `init` and `apply`. */
  readonly call: (self: never, ...inputs: A) => R;
  /** Makes parameters and states for inputs like these. */
  init(inputs: ModuleInit & { readonly args: A }): LayerOutput<R>;
  /** Runs the layer with its parameters and states; the states that follow come back. */
  apply(inputs: ModuleApply & { readonly args: A }): LayerOutput<R>;
}

/** What a layer gives, with its parameters and states as nested objects of tensors. */
export interface LayerOutput<R> extends ModuleOutput {
  readonly preds: R;
}

/** What a layer may be made of: layers, functions without parameters, lists and objects of these. */
export type Part =
  | Layer
  | ((...inputs: never[]) => unknown)
  | readonly Part[]
  | { readonly [name: string]: Part };

export interface Parts {
  readonly [name: string]: Part;
}

/** Parts as they are called: a layer is a function of its inputs. */
export type Bound<P> = { readonly [K in keyof P]: BoundPart<P[K]> };

type BoundPart<T> =
  T extends Layer<infer A, infer R>
    ? (...inputs: A) => R
    : T extends (...inputs: never[]) => unknown
      ? T
      : Bound<T>;
