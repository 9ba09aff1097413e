import { expect, it } from "vitest";
import { callbacks } from "../index.ts";
import { drive, logsOf } from "./drive.test-support.ts";

const { LambdaCallback } = callbacks;

it("calls what it was given", async () => {
  const heard: string[] = [];
  const note =
    (hook: string) =>
    (...args: readonly unknown[]): void =>
      void heard.push(`${hook} ${args.filter((arg) => typeof arg === "number").join()}`.trim());
  const callback = new LambdaCallback({
    name: "noting",
    setModel: note("model"),
    onTrainBegin: note("train"),
    onEpochBegin: note("epoch"),
    onTrainBatchBegin: note("batch"),
    onTrainBatchEnd: note("batch end"),
    onEpochEnd: note("epoch end"),
    onTrainEnd: note("train end"),
  });
  expect(callback.name).toBe("noting");
  await drive(callback, logsOf("loss", [1]), { steps: 2 });
  expect(heard).toEqual([
    "model",
    "train",
    "epoch 0",
    "batch 0",
    "batch end 0",
    "batch 1",
    "batch end 1",
    "epoch end 0",
    "train end",
  ]);
});

it("refuses what would never be called", () => {
  expect(() => new LambdaCallback({ onBatchEnd: () => undefined } as never)).toThrow(
    "LambdaCallback: there is no option `onBatchEnd`. Expected name, setModel",
  );
  expect(() => new LambdaCallback({ onEpochEnd: 3 as never })).toThrow(
    "the hook `onEpochEnd` is no function. Expected a function; received number.",
  );
});
