import { grad, jit, np, setBackend, type Tensor } from "@elegy/autodiff";
import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeAll, describe, expect, it } from "vitest";
import { expectClose } from "./close.test-support.ts";
import type { Loss } from "./loss.ts";
import * as losses from "./losses.ts";
import figures from "./torch-losses.test-support.json" with { type: "json" };

type Figure = (typeof figures.cases)[number];
type Options = losses.LossOptions & Figure["options"];

/** Every class of losses there is, so that none is without figures. */
const classes = Object.fromEntries(
  Object.entries(losses).filter(
    ([name, value]) => /^[A-Z]/.test(name) && name !== "LabelOutOfRangeError" && value,
  ),
) as unknown as Readonly<Record<string, new (options?: Options) => Loss<Tensor>>>;

const titled = figures.cases.map(
  (figure) => [`${figure.name} ${JSON.stringify(figure.options)}`, figure] as const,
);

function lossOf({ name, options }: Figure, more: losses.LossOptions = {}): Loss<Tensor> {
  return new classes[name]!({ ...options, ...more });
}

const sampleWeight = [0.5, 2, 0, 1];

describe.each([
  ["reference", reference],
  ["cpu", cpu],
])("on %s", (_, backend) => {
  beforeAll(() => setBackend(backend()));

  it.each(titled)("%s is that of PyTorch, in every reduction", async (_, figure) => {
    const reductions = ["none", "sum", "sumOverBatchSize", "meanWithSampleWeight"] as const;
    const [yTrue, yPred] = [np.array(figure.yTrue), np.array(figure.yPred)];
    const all = (predictions: Tensor, weights: Tensor): readonly Tensor[] =>
      reductions.map((reduction) =>
        lossOf(figure, { reduction }).call({ yTrue, yPred: predictions, sampleWeight: weights }),
      );
    const run = jit(all);
    const [none, ...reduced] = run(yPred, np.array(sampleWeight));
    const weighted = figure.none.map((value, i) => value * sampleWeight[i]!);
    await expectClose(none!, weighted, 3e-6);
    const sum = weighted.reduce((a, b) => a + b);
    // The second sample is the one ignored: it counts neither as a sample nor by its weight.
    const [samples, weight] = figure.options.ignoreClass === -1 ? [3, 1.5] : [4, 3.5];
    await expectClose(np.stack(reduced), [sum, sum / samples, sum / weight], 3e-6);
    const [, ...ofNone] = run(yPred, np.zeros([4]));
    expect(await np.stack(ofNone).array()).toEqual([0, 0, 0]);
  });

  it.each(titled)("the gradient of %s is that of PyTorch", async (_, figure) => {
    const loss = lossOf(figure, { reduction: "sum" });
    const slope = jit(grad((yPred: Tensor) => loss.call({ yTrue: np.array(figure.yTrue), yPred })));
    await expectClose(slope(np.array(figure.yPred)), figure.gradient, 1e-5);
  });
});

describe("eagerly", () => {
  beforeAll(() => setBackend(reference()));

  it.each(titled)("%s is that of PyTorch", async (_, figure) => {
    const loss = lossOf(figure, { reduction: "none" });
    const values = loss.call({ yTrue: np.array(figure.yTrue), yPred: np.array(figure.yPred) });
    await expectClose(values, figure.none, 3e-6);
  });

  it.each(titled)("%s has the gradient that finite differences have, in float64", async (_, figure) => {
    const loss = lossOf(figure, { reduction: "sum" });
    const start = np.array(figure.yPred, { dtype: "float64" });
    const value = jit((yPred: Tensor) => loss.call({ yTrue: np.array(figure.yTrue), yPred }));
    const flat = Array.from(await start.data(), Number);
    const step = 1e-6;
    const slopes = await Promise.all(
      flat.map(async (at, i) => {
        const moved = async (to: number): Promise<number> =>
          value(np.array(Float64Array.from(flat.with(i, to)), { shape: start.shape })).item();
        return ((await moved(at + step)) - (await moved(at - step))) / (2 * step);
      }),
    );
    const gradient = grad((yPred: Tensor) => value(yPred))(start);
    expect(gradient.dtype).toBe("float64");
    await expectClose(gradient, slopes, 1e-6, 1e-7);
  });
});

it("has figures for every loss", () => {
  expect(new Set(figures.cases.map(({ name }) => name))).toEqual(new Set(Object.keys(classes)));
});
