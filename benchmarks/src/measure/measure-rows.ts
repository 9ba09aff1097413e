import type { MeasuredDevice, TrainWork } from "../peers/peer-runner.ts";
import type { CommandCounts } from "./count-commands.ts";
import type { Effort } from "./measurement.ts";

/** Steps on a device, in rows. */
export interface RowsMeasurement {
  /** Of a step in each row, in ms. */
  readonly steps: readonly number[];
  /** What one step more in a row adds: reading the loss at its end is no part of it. */
  readonly perStep: CommandCounts;
}

const MOST_ROWS = 100;

/**
 * Measures steps in rows, since a device works on one while the next is prepared: a row of warming up, one of `steps` and one
 * of twice as many, and more until the budget is spent.
 */
export async function measureRows(
  work: TrainWork,
  device: MeasuredDevice,
  { budget, steps }: Pick<Effort, "budget" | "steps">,
): Promise<RowsMeasurement> {
  const times: number[] = [];
  const row = async (count: number): Promise<CommandCounts> => {
    const before = device.counts();
    const begin = performance.now();
    await work.row(count);
    times.push((performance.now() - begin) / count);
    return difference(device.counts(), before);
  };
  // Data for rows of either length is made here.
  await work.row(2 * steps);
  await work.row(steps);
  const end = performance.now() + budget;
  const [short, long] = [await row(steps), await row(2 * steps)];
  while (performance.now() < end && times.length < MOST_ROWS) await row(steps);
  const more = difference(long, short);
  return {
    steps: times,
    perStep: { dispatches: more.dispatches / steps, submissions: more.submissions / steps },
  };
}

function difference(after: CommandCounts, before: CommandCounts): CommandCounts {
  return {
    dispatches: after.dispatches - before.dispatches,
    submissions: after.submissions - before.submissions,
  };
}
