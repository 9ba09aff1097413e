import { ArgumentInvalidError, type Tensor, type TensorSpec } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { HostArray } from "../data/host-array.ts";
import { cumulative, type Logs } from "../logs/cumulative.ts";
import { type Collected, NOTHING_COLLECTED } from "../hooks/collected.ts";
import { type CollectedLoss, collectLosses, type LossStructure } from "../losses/collect-losses.ts";
import type { LossInputs } from "../losses/loss.ts";
import { uniqueName } from "../losses/named.ts";
import { sumLosses } from "../losses/sum-losses.ts";
import { at } from "../losses/target-path.ts";
import { type CollectedMetric, collectMetrics, type MetricStructure } from "../metrics/collect-metrics.ts";
import { Mean, type MeanState } from "../metrics/mean.ts";

/** Running losses and metrics, by name: what the default steps keep in `states.metricsStates`. */
export interface ObjectiveStates {
  readonly losses: Readonly<Record<string, MeanState>>;
  readonly metrics: Readonly<Record<string, unknown>>;
}

export interface ObjectiveResult {
  /** The sum of the losses of this batch: what is differentiated. */
  readonly loss: Tensor;
  /** Running values: losses are means over samples. */
  readonly logs: Logs;
  readonly metricsStates: ObjectiveStates;
}

/** The losses and metrics of a model together, and what hooks add to them. */
export class Objective {
  readonly #losses: readonly CollectedLoss[];
  readonly #metrics: readonly CollectedMetric[];
  readonly #mean = new Mean();

  /** @param losses `undefined` for a model that has none of its own. */
  constructor(losses: LossStructure | undefined, metrics: MetricStructure) {
    this.#losses = losses === undefined ? [] : collectLosses(losses);
    if (losses !== undefined && this.#losses.length === 0) {
      throw new ArgumentInvalidError({
        operation: "Model",
        problem: "`loss` holds no loss",
        expected: "at least one",
        received: "none",
        hint: "Leave `loss` out for a model that only predicts.",
      });
    }
    this.#metrics = collectMetrics(metrics, ["loss", ...this.#losses.map(({ name }) => name)]);
  }

  /** Whether there is something to minimize but what hooks add. */
  get hasLosses(): boolean {
    return this.#losses.length > 0;
  }

  /** Running values of no batch. */
  reset(): ObjectiveStates {
    const names = ["loss", ...this.#losses.map(({ name }) => name)];
    return {
      losses: Object.fromEntries(names.map((name) => [name, this.#mean.reset()])),
      metrics: Object.fromEntries(this.#metrics.map(({ name, metric }) => [name, metric.reset()])),
    };
  }

  /**
   * Losses of a batch, and the running values with it.
   *
   * @param hooked what hooks have been given so far; losses and metrics may call hooks too.
   */
  evaluate(
    inputs: LossInputs<unknown>,
    before: ObjectiveStates,
    hooked: () => Collected = () => NOTHING_COLLECTED,
  ): ObjectiveResult {
    const { total, values, parts } = sumLosses(
      this.#losses,
      inputs,
      this.#metrics.map(({ name }) => name),
    );
    const metrics = this.#metrics.map(({ name, metric }) => {
      const state = metric.update(before.metrics[name], inputs);
      return { name, state, value: metric.compute(state) };
    });
    const added = hooked();
    const loss = Object.values(added.losses).reduce((sum, value) => sum.add(value), total);
    const samples = batchSize(inputs);
    const losses = Object.entries({ ...values, loss }).map(([name, value]) => {
      const state = this.#mean.update(before.losses[name] ?? this.#mean.reset(), value, samples);
      return { name, state, value: this.#mean.compute(state) };
    });
    // The names of several values are known only here: they have no state and are averaged over the epoch.
    const logs: Record<string, Logs[string]> = Object.assign(
      {},
      ...[...losses, ...metrics].map(({ name, value }) => parts[name] ?? { [name]: cumulative(value) }),
    );
    const taken = new Set(Object.keys(logs));
    for (const [name, value] of [...Object.entries(added.losses), ...Object.entries(added.metrics)]) {
      logs[uniqueName(name, taken)] = value;
    }
    return {
      loss,
      logs,
      metricsStates: {
        losses: Object.fromEntries(losses.map(({ name, state }) => [name, state])),
        metrics: Object.fromEntries(metrics.map(({ name, state }) => [name, state])),
      },
    };
  }

  /** Whether some loss wants to look at targets on the host. */
  get checksTargets(): boolean {
    return this.#losses.some(({ loss }) => loss.checkTargets !== undefined);
  }

  /** @throws LabelOutOfRangeError and the like, before a step has run. */
  checkTargets(yTrue: unknown, yPred: unknown): void {
    for (const { loss } of this.#losses) {
      if (!loss.checkTargets) continue;
      const target = at(loss.name, "yTrue", yTrue, loss.on);
      const prediction = at(loss.name, "yPred", yPred, loss.on);
      // Another structure than the loss expects is an error of the step, which names it.
      if (!(target instanceof HostArray) || !isSpec(prediction)) continue;
      loss.checkTargets(
        { data: target.data, spec: { shape: target.shape, dtype: target.dtype } },
        prediction,
      );
    }
  }
}

function batchSize({ yTrue, yPred }: LossInputs<unknown>): number {
  const [first] = tree.leaves([yTrue, yPred]) as readonly Tensor[];
  return first?.shape[0] ?? 1;
}

function isSpec(value: unknown): value is TensorSpec {
  return typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
}
