import { cpu } from "@elegy/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { type Callback, CallbackFailedError, losses, Model, optimizers, setBackend } from "../index.ts";
import { dense, threeClasses } from "../model/dense-module.test-support.ts";

beforeAll(() => setBackend(cpu()));

const data = { ...threeClasses(10), batchSize: 4, epochs: 2, verbose: 0 } as const;

const classifier = (): Model =>
  new Model({
    module: dense(3),
    loss: new losses.SparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers.sgd(0.1),
  });

/** Writes down every call it gets. */
class Listener implements Callback {
  readonly heard: string[] = [];
  onTrainBegin(params: object): void {
    this.heard.push(`train begins ${JSON.stringify(params)}`);
  }
  onTrainEnd(): void {
    this.heard.push("train ends");
  }
  onEpochBegin(epoch: number): void {
    this.heard.push(`epoch ${epoch} begins`);
  }
  onEpochEnd(epoch: number, logs: object): void {
    this.heard.push(`epoch ${epoch} ends with ${Object.keys(logs).join()}`);
  }
  onTrainBatchEnd(batch: number): void {
    this.heard.push(`batch ${batch}`);
  }
}

it("hear of everything in order", async () => {
  const listener = new Listener();
  await classifier().fit({ ...data, validationData: [data.x, data.y], callbacks: [listener] });
  const epoch = (number: number): string[] => [
    `epoch ${number} begins`,
    "batch 0",
    "batch 1",
    "batch 2",
    `epoch ${number} ends with loss,lr,sparse_categorical_crossentropy_loss,val_loss,val_sparse_categorical_crossentropy_loss`,
  ];
  expect(listener.heard).toEqual([
    'train begins {"epochs":2,"initialEpoch":0,"steps":3,"samples":10,"verbose":0}',
    ...epoch(0),
    ...epoch(1),
    "train ends",
  ]);
});

it("may read the values so far, which are those of the epoch at its end", async () => {
  const read: number[] = [];
  const ends: number[] = [];
  await classifier().fit({
    ...data,
    shuffle: false,
    callbacks: [
      {
        async onTrainBatchEnd(_batch, readLogs) {
          read.push((await readLogs())["loss"] ?? 0);
        },
        onEpochEnd: (_epoch, logs) => void ends.push(logs["loss"] ?? 0),
      },
    ],
  });
  expect(read).toHaveLength(6);
  expect([read[2], read[5]]).toEqual(ends);
});

it("are waited for", async () => {
  const order: string[] = [];
  await classifier().fit({
    ...data,
    epochs: 1,
    callbacks: [
      {
        async onEpochEnd() {
          await Promise.resolve();
          order.push("first");
        },
      },
      { onEpochEnd: () => void order.push("second") },
    ],
  });
  expect(order).toEqual(["first", "second"]);
});

// The Python library put its own callbacks into the user's list, and its history went on over fits (weakness 9).
it("stay the user's list", async () => {
  const listener = new Listener();
  const callbacks: Callback[] = [listener];
  const model = classifier();
  await model.fit({ ...data, callbacks });
  const { history } = await model.fit({ ...data, callbacks });
  expect(callbacks).toEqual([listener]);
  expect(history["loss"]).toHaveLength(2);
});

describe("one that throws", () => {
  class Grumpy implements Callback {
    onEpochEnd(): void {
      throw new RangeError("too late");
    }
  }

  it.each<[string, Callback, string]>([
    ["of a class", new Grumpy(), "fit: the callback Grumpy threw in onEpochEnd: too late."],
    [
      "with a name",
      {
        name: "saver",
        onTrainBatchEnd() {
          throw new Error("disk full");
        },
      },
      "fit: the callback saver threw in onTrainBatchEnd: disk full.",
    ],
    [
      "asynchronously",
      { name: "later", onTrainBegin: () => Promise.reject(new Error("no")) },
      "fit: the callback later threw in onTrainBegin: no.",
    ],
  ])("%s is named", async (_, callback, message) => {
    const promise = classifier().fit({ ...data, callbacks: [callback] });
    await expect(promise).rejects.toBeInstanceOf(CallbackFailedError);
    await expect(promise).rejects.toThrow(`${message} The model keeps the states of the last step.`);
    await expect(promise).rejects.toMatchObject({
      code: "ELEGY_CALLBACK_FAILED",
      cause: expect.any(Error) as Error,
    });
  });

  it("leaves the model with the states of the last step, ready to go on", async () => {
    const [whole, stopped] = [classifier(), classifier()];
    const listener = new Listener();
    await whole.fit({ ...data, epochs: 1 });
    await expect(stopped.fit({ ...data, callbacks: [new Grumpy(), listener] })).rejects.toThrow("too late");
    expect(await stopped.states.netParams.w.array()).toEqual(await whole.states.netParams.w.array());
    expect(listener.heard.at(-1)).toBe("train ends");
    expect(await stopped.evaluate(pick(data))).toEqual(await whole.evaluate(pick(data)));
    await stopped.fit(data);
  });
});

function pick({ x, y }: typeof data): Pick<typeof data, "x" | "y"> {
  return { x, y };
}
