import { printLine } from "#terminal";
import { ArgumentInvalidError } from "@elegy/autodiff";
import type { Callback, CallbackModel } from "../training/callback.ts";
import { requireKnownOptions } from "../training/options.ts";
import { type CallbackVerbosity, requireVerbosity } from "./callback-verbosity.ts";
import { readLearningRate, writeLearningRate } from "./learning-rate.ts";
import { memoryOf } from "./memory-of.ts";
import { requireNumber } from "./require-number.ts";

export interface LearningRateSchedulerOptions {
  /** 1: say what the rate is at the beginning of every epoch. Default 0. */
  readonly verbose?: CallbackVerbosity;
}

/**
 * Sets the learning rate at the beginning of every epoch. For a rate that changes with every step, give the
 * optimizer a schedule instead: it is part of the compiled step.
 *
 * @param schedule from the epoch, counted from 0, and the present rate to the new one, ≥ 0 and per update.
 * @throws LearningRateFixedError if the optimizer has a schedule already.
 * @example
 * ```ts
 * const halving = new callbacks.LearningRateScheduler((epoch, rate) => (epoch % 10 === 9 ? rate / 2 : rate));
 * ```
 */
export class LearningRateScheduler implements Callback {
  readonly #schedule: (epoch: number, learningRate: number) => number;
  readonly #verbose: CallbackVerbosity;
  #model: CallbackModel | null = null;
  /** The last epoch whose rate is set already: a run that goes on within it must not set it twice. */
  #done = -1;

  constructor(
    schedule: (epoch: number, learningRate: number) => number,
    options: LearningRateSchedulerOptions = {},
  ) {
    const operation = "LearningRateScheduler";
    requireKnownOptions(operation, options, ["verbose"]);
    if (typeof schedule !== "function") {
      throw new ArgumentInvalidError({
        operation,
        problem: "the schedule is no function",
        expected: "(epoch, learningRate) => number",
        received: typeof schedule,
      });
    }
    this.#schedule = schedule;
    this.#verbose = requireVerbosity(operation, options.verbose);
  }

  setModel(model: CallbackModel): void {
    this.#model = model;
    this.#done = -1;
  }

  async onEpochBegin(epoch: number): Promise<void> {
    if (this.#model === null || epoch === this.#done) return;
    const operation = "LearningRateScheduler";
    const before = await readLearningRate(operation, this.#model);
    const rate = requireNumber(
      operation,
      "the rate of the schedule",
      this.#schedule(epoch, before),
      "a number ≥ 0",
      (value) => value >= 0,
    );
    writeLearningRate(operation, this.#model, rate);
    this.#done = epoch;
    if (this.#verbose > 0) printLine(`Epoch ${epoch + 1}: the learning rate is ${rate}.`);
  }

  memory(): unknown {
    return { done: this.#done };
  }

  remember(memory: unknown): void {
    this.#done = memoryOf("LearningRateScheduler", memory, { done: "number" }).done;
  }
}
