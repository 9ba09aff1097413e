import { expect, it } from "vitest";
import { callbacks, type LogValues } from "../index.ts";
import { drive, fakeModel, logsOf } from "./drive.test-support.ts";

const { TerminateOnNaN } = callbacks;

// In the Python library it implemented a hook that nothing called (weakness 9).
it.each([Number.NaN, Infinity, -Infinity])(
  "ends training at the end of the epoch with a loss of %d",
  async (loss) => {
    const stopping = new TerminateOnNaN();
    expect(await drive(stopping, logsOf("loss", [1, loss, 1]))).toBe(2);
    expect(stopping.terminated).toBe(true);
  },
);

it("goes on else", async () => {
  expect(await drive(new TerminateOnNaN(), logsOf("loss", [1, 1e38, 0]))).toBe(3);
});

it("looks after every so many batches, and not at each", async () => {
  const stopping = new TerminateOnNaN({ checkFreq: 3 });
  const model = fakeModel();
  stopping.setModel(model);
  const read: number[] = [];
  const at = (batch: number, loss: number): Promise<void> =>
    stopping.onTrainBatchEnd(batch, () => {
      read.push(batch);
      return Promise.resolve({ loss });
    });
  for (let batch = 0; batch < 5; batch++) await at(batch, batch < 4 ? 1 : Number.NaN);
  expect(model.stopTraining).toBe(false);
  await at(5, Number.NaN);
  expect(model.stopTraining).toBe(true);
  expect(read).toEqual([2, 5]);
  await at(8, Number.NaN);
  expect(read).toEqual([2, 5]);
});

it("asks for a loss", async () => {
  const logs: LogValues[] = [{ accuracy: 1 }];
  await expect(drive(new TerminateOnNaN(), logs)).rejects.toThrow(
    "TerminateOnNaN: there is no `loss` among the logs. Expected one of accuracy; received loss.",
  );
  expect(() => new TerminateOnNaN({ checkFreq: 0 })).toThrow("`checkFreq` is out of range");
});
