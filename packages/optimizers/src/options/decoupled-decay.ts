import type { ScalarOrSchedule } from "../schedules/schedule.ts";
import type { Mask } from "../wrappers/select-leaves.ts";
import { type OptionSpecs, scheduled, unchecked } from "./read-options.ts";
import { ranges } from "./require-number.ts";

/** Weight decay that is added to the scaled updates, apart from the gradients (Loshchilov and Hutter, 2017). */
export interface DecoupledOptions {
  /** The part of the parameters that is taken away, times the learning rate: a constant or a schedule. */
  readonly weightDecay?: ScalarOrSchedule;
  /** Which parameters decay, as in `masked`: usually not biases. Default: all. */
  readonly mask?: Mask;
}

/** The options, with the decay that an optimizer has by default. */
export function decoupledOptions(weightDecay: number): OptionSpecs<DecoupledOptions> {
  return { weightDecay: scheduled(weightDecay, ranges.notNegative), mask: unchecked<Mask>(undefined) };
}
