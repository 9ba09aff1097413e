import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { losses, Model, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const { x, y } = threeClasses(8);

const classifier = (runEagerly: boolean): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.sgd(0.1),
    runEagerly,
  });

/** The true labels but for the last one, which is in the last, short batch. */
const withLast = (label: number): number[] => [...y.slice(0, -1), label];

const wrongTargets = [
  [
    "nested numbers",
    withLast(3),
    "received 3 at position 7. Labels count from 0: subtract 1, or predict one more class.",
  ],
  ["int32", Int32Array.from(withLast(-1)), "received -1 at position 7."],
  ["uint8", Uint8Array.from(withLast(255)), "received 255 at position 7."],
] as const;

const uses: readonly [
  string,
  (model: Model, labels: (typeof wrongTargets)[number][1]) => Promise<unknown>,
][] = [
  ["fit", (model, labels) => model.fit({ x, y: labels, batchSize: 3, verbose: 0 })],
  [
    "fit (validationData)",
    (model, labels) => model.fit({ x, y, validationData: [x, labels], batchSize: 3, verbose: 0 }),
  ],
  ["evaluate", (model, labels) => model.evaluate({ x, y: labels, batchSize: 3 })],
  ["trainOnBatch", (model, labels) => model.trainOnBatch({ x, y: labels })],
  ["testOnBatch", (model, labels) => model.testOnBatch({ x, y: labels })],
];

describe.each([false, true])("labels that name no class (runEagerly: %s)", (runEagerly) => {
  describe.each(wrongTargets)("as %s", (_, labels, received) => {
    it.each(uses)("are found by %s, before any step", async (_, use) => {
      const model = classifier(runEagerly);
      await model.fit({ x, y, verbose: 0 });
      const before = model.states;
      const params = await before.netParams.w.array();
      const promise = use(model, labels);
      await expect(promise).rejects.toMatchObject({ code: "ELEGY_LABEL_OUT_OF_RANGE" });
      await expect(promise).rejects.toThrow(
        `SparseCategoricalCrossentropy: a label names no class. Expected labels in 0…2; ${received}`,
      );
      expect(model.states).toBe(before);
      expect(await model.states.netParams.w.array()).toEqual(params);
    });
  });
});

it("are found by fit on a new model", async () => {
  await expect(classifier(false).fit({ x, y: withLast(3), verbose: 0 })).rejects.toThrow(
    "a label names no class",
  );
});

it("cost nothing where the loss does not mind", async () => {
  const model = new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true, checkBounds: false }),
  });
  await model.init({ x });
  const { loss } = await model.evaluate({ x, y: y.map(() => -1) });
  expect(loss).toBeCloseTo(0, 12);
});
