import { jit, np, setBackend, type Tensor, tree } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import type { LossInputs } from "../losses/loss.ts";
import { mergeStates } from "./merge-states.ts";
import type { Metric, MetricOptions } from "./metric.ts";
import * as metrics from "./metrics.ts";
import figures from "./numpy-metrics.test-support.json" with { type: "json" };

type Figure = (typeof figures.cases)[number];

const classes = metrics as unknown as Readonly<
  Record<string, new (options?: MetricOptions & Figure["options"]) => Metric>
>;

const titled = figures.cases.map(
  (figure) => [`${figure.name} ${JSON.stringify(figure.options)}`, figure] as const,
);

function inputsOf({ yTrue, yPred, sampleWeight }: Figure, from = 0, to?: number): LossInputs<unknown> {
  return {
    yTrue: np.array(yTrue.slice(from, to)),
    yPred: np.array(yPred.slice(from, to)),
    sampleWeight: sampleWeight && np.array(sampleWeight.slice(from, to)),
  };
}

const specs = (state: unknown): string[] =>
  tree
    .leavesWithPath(state)
    .map(([path, leaf]) => `${path} ${(leaf as Tensor).dtype} ${(leaf as Tensor).shape.join()}`);

/** In `float32` the mean of targets about 1000 is good to 6·10⁻⁵. */
const digitsOf = ({ name }: Figure): number => (name === "R2Score" ? 3 : 5);

describe("eagerly", () => {
  beforeAll(() => setBackend(cpu()));

  it.each(titled)("%s is that of NumPy, measured at once and in two parts", async (_, figure) => {
    const metric = new classes[figure.name]!(figure.options);
    const whole = metric.update(metric.reset(), inputsOf(figure));
    const [first, second] = [inputsOf(figure, 0, 3), inputsOf(figure, 3)].map((inputs) =>
      metric.update(metric.reset(), inputs),
    );
    const parts = mergeStates(metric, first, second);
    expect(await metric.compute(whole).item()).toBeCloseTo(figure.value, digitsOf(figure));
    expect(await metric.compute(parts).item()).toBeCloseTo(figure.value, digitsOf(figure));
    // One signature, so one compilation: weakness 17.
    expect(specs(whole)).toEqual(specs(metric.reset()));
    expect(specs(parts)).toEqual(specs(metric.reset()));
  });
});

describe("under jit", () => {
  beforeAll(() => setBackend(reference()));

  it.each(titled)("%s is that of NumPy, measured in two batches", async (_, figure) => {
    const metric = new classes[figure.name]!(figure.options);
    const half = figure.yTrue.length / 2;
    const measured = jit((a: LossInputs<unknown>, b: LossInputs<unknown>) =>
      metric.compute(metric.update(metric.update(metric.reset(), a), b)),
    );
    const value = measured(inputsOf(figure, 0, half), inputsOf(figure, half));
    expect(await value.item()).toBeCloseTo(figure.value, digitsOf(figure));
  });
});
