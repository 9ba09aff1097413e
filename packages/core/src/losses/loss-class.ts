import type { Tensor, TensorSpec } from "@elegy/autodiff";
import { requireKnownOptions } from "../training/options.ts";
import type { HostTargets, Loss, LossInputs } from "./loss.ts";
import { type LossDefinition, lossOf, type LossOptions } from "./loss-of.ts";
import type { TargetPath } from "./target-path.ts";

/** A class of losses: `new` takes the options of every loss and some of its own. */
export type LossClass<O = object> = new (options?: LossOptions & O) => Loss<Tensor>;

export interface LossClassDefinition<O> extends Omit<
  LossDefinition,
  "operation" | "name" | "options" | "perSample" | "counted"
> {
  /** The options of its own. */
  readonly options?: readonly (keyof O & string)[];
  readonly perSample: (yTrue: Tensor, yPred: Tensor, options: Partial<O>) => Tensor;
  readonly counted?: (yTrue: Tensor, options: Partial<O>) => Tensor | null;
  readonly checkTargets?: (yTrue: HostTargets, yPred: TensorSpec, options: Partial<O>) => void;
  /** Looks at the options when a loss is made, so that a wrong one is not first noticed in a step. */
  readonly checkOptions?: (options: Partial<O>) => void;
}

/** The class of that name, made of a formula per sample. */
export function lossClass<O = object>(operation: string, definition: LossClassDefinition<O>): LossClass<O> {
  const known = ["reduction", "weight", "on", "name", ...(definition.options ?? [])];
  const { perSample, counted, checkTargets, checkOptions, binary = false, leastAxes = 0 } = definition;
  // A computed key names the class.
  const classes = {
    [operation]: class implements Loss<Tensor> {
      readonly name: string;
      readonly on: TargetPath | undefined;
      readonly checkTargets?: (yTrue: HostTargets, yPred: TensorSpec) => void;
      readonly #loss: Loss<Tensor>;

      constructor(options: LossOptions & Partial<O> = {}) {
        requireKnownOptions(operation, options, known);
        checkOptions?.(options);
        this.#loss = lossOf({
          operation,
          options,
          perSample: (yTrue, yPred) => perSample(yTrue, yPred, options),
          counted: (yTrue) => counted?.(yTrue, options) ?? null,
          binary,
          leastAxes,
        });
        this.name = this.#loss.name;
        this.on = options.on;
        if (checkTargets) this.checkTargets = (yTrue, yPred) => checkTargets(yTrue, yPred, options);
      }

      call(inputs: LossInputs<unknown>): Tensor {
        return this.#loss.call(inputs);
      }
    },
  };
  return classes[operation]!;
}
