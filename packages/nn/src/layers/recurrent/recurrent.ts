import { formatSpec, ShapeMismatchError, type Tensor } from "@elegy/autodiff";
import * as lax from "@elegy/autodiff/lax";
import * as np from "@elegy/autodiff/np";
import type { Layer } from "../../layer/description.ts";
import { layer } from "../../layer/layer.ts";
import type { Initializer, Scope } from "../../layer/scope.ts";
import { type OptionNames, requireRank, requireSize } from "../require.ts";

export interface RecurrentOptions {
  /** Give the output of every step, `f32[batch, time, units]`, not only of the last. Default `false`. */
  readonly returnSequences?: boolean;
  /** From the last step to the first. Outputs stand in the order in which they are made, as in Keras. Default `false`. */
  readonly goBackwards?: boolean;
  /** Give the state after the last step too. Default `false`. */
  readonly returnState?: boolean;
  /** Default `true`. */
  readonly withBias?: boolean;
  /** For the product with the inputs. Default: Glorot's uniform distribution, as in Keras. */
  readonly wInit?: Initializer;
  /** For the product with the state. Default: orthogonal, as in Keras. */
  readonly recurrentInit?: Initializer;
  /** Default: zeros. */
  readonly bInit?: Initializer;
}

/** The names of {@link RecurrentOptions}. */
export const RECURRENT_OPTIONS: OptionNames<RecurrentOptions> = {
  returnSequences: true,
  goBackwards: true,
  returnState: true,
  withBias: true,
  wInit: true,
  recurrentInit: true,
  bInit: true,
};

/** A state of a recurrent layer: one tensor `f32[batch, units]` for each of its parts. */
export type Carry = readonly Tensor[];

export interface RecurrentCall {
  /** The state before the first step. Default: zeros. */
  readonly initialState?: Carry;
  /** `bool[batch, time]`: steps that are `false` leave state and output as they were. */
  readonly mask?: Tensor;
}

/** What a recurrent layer gives where its state is asked for. */
export interface RecurrentOutput {
  readonly output: Tensor;
  readonly state: Carry;
}

/** A layer over the steps of a sequence: `f32[batch, time, in]` to `f32[batch, units]` or `f32[batch, time, units]`. */
export type RecurrentLayer = Layer<[x: Tensor, call?: RecurrentCall], Tensor>;

/** A recurrent layer that gives its last state too. */
export type StatefulRecurrentLayer = Layer<[x: Tensor, call?: RecurrentCall], RecurrentOutput>;

/** One kind of recurrent layer. */
export interface RecurrentDefinition {
  readonly kind: string;
  readonly units: number;
  /** How many tensors a state has; the first is the output. */
  readonly states: number;
  readonly options: RecurrentOptions;
  /**
   * Makes the parameters.
   *
   * @returns the inputs of all steps at once, `f32[batch, time, …]`, and what a step makes of a state and one of them.
   */
  readonly begin: (
    self: Scope,
    x: Tensor,
  ) => { readonly inputs: Tensor; readonly step: (carry: Carry, input: Tensor) => Carry };
}

/** @throws ArgumentInvalidError for `units` that are not a whole number ≥ 1. */
export function recurrent(definition: RecurrentDefinition): RecurrentLayer | StatefulRecurrentLayer {
  const { kind, units, options } = definition;
  requireSize(kind, "units", units);
  if (options.returnState) {
    return layer(kind, {}, (self, x: Tensor, call: RecurrentCall = {}) => run(definition, self, x, call));
  }
  return layer(
    kind,
    {},
    (self, x: Tensor, call: RecurrentCall = {}) => run(definition, self, x, call).output,
  );
}

function run(definition: RecurrentDefinition, self: Scope, x: Tensor, call: RecurrentCall): RecurrentOutput {
  const { kind, units, states, options, begin } = definition;
  requireRank(kind, x, 3, "f32[batch, time, in]");
  const [batch = 0, time = 0] = x.shape;
  if (time === 0) {
    throw new ShapeMismatchError({
      operation: kind,
      problem: "the sequence has no steps",
      expected: "f32[batch, time, in] with time ≥ 1",
      received: formatSpec(x.spec),
    });
  }
  const { inputs, step } = begin(self, x);
  const zeros = (): Tensor => np.zeros([batch, units], { dtype: inputs.dtype });
  const given = call.initialState ?? Array.from({ length: states }, zeros);
  requireState(kind, given, states, [batch, units]);
  const initial: Carry = given.map((part) => part.astype(inputs.dtype));
  const mask = maskOf(kind, call.mask, [batch, time]);
  const [state, outputs] = lax.scan(
    (carry: Carry, { input, taken }: { input: Tensor; taken: Tensor | null }): readonly [Carry, Tensor] => {
      const made = step(carry, input);
      const next = taken === null ? made : made.map((value, i) => np.where(taken, value, carry[i]!));
      return [next, next[0]!];
    },
    initial,
    { input: np.moveaxis(inputs, 1, 0), taken: mask },
    { reverse: options.goBackwards ?? false },
  );
  if (!options.returnSequences) return { output: state[0]!, state };
  const sequence = np.moveaxis(outputs, 0, 1);
  return { output: options.goBackwards ? np.flip(sequence, 1) : sequence, state };
}

function requireState(kind: string, state: Carry, count: number, shape: readonly number[]): void {
  const fits = (part: Tensor): boolean => part.ndim === 2 && part.shape.every((size, i) => size === shape[i]);
  if (state.length === count && state.every(fits)) return;
  throw new ShapeMismatchError({
    operation: kind,
    problem: "the initial state does not fit",
    expected: `${count} of f32[${shape.join(",")}]`,
    received: state.map(({ spec }) => formatSpec(spec)).join(", ") || "none",
  });
}

/** The mask by steps, to be broadcast to the units: `bool[time, batch, 1]`. */
function maskOf(kind: string, mask: Tensor | undefined, shape: readonly [number, number]): Tensor | null {
  if (mask === undefined) return null;
  if (mask.ndim === 2 && mask.shape[0] === shape[0] && mask.shape[1] === shape[1]) {
    return np.transpose(mask.astype("bool")).reshape([shape[1], shape[0], 1]);
  }
  throw new ShapeMismatchError({
    operation: kind,
    problem: "the mask does not fit",
    expected: `bool[${shape.join(",")}]`,
    received: formatSpec(mask.spec),
  });
}
