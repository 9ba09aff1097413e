import type { Tensor, TensorSpec } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";
import { isCumulative, type Logs } from "./cumulative.ts";

/** A log over the batches so far: the sum over samples with their number, or the last running value. */
type Total = { readonly sum: Tensor; readonly count: Tensor } | { readonly last: Tensor };

/** The logs of an epoch so far, on the device: read when they are shown, not at every step. */
export type EpochTotals = Readonly<Record<string, Total>>;

/** Totals of no batch, for logs such as `evalShape` describes. */
export function emptyTotals(logs: Readonly<Record<string, unknown>>): EpochTotals {
  const zero = (): Tensor => np.zeros([]);
  return mapValues(logs, (log) =>
    isCumulative(log)
      ? { last: np.zeros([], { dtype: (log.value as TensorSpec).dtype }) }
      : { sum: zero(), count: zero() },
  );
}

/**
 * The totals with one more batch of `samples` samples; a log that this batch does not have stays as it was. Pure: runs
 * inside the compiled step.
 */
export function addLogs(totals: EpochTotals, logs: Logs, samples: number): EpochTotals {
  const added = mapValues(logs, (log, name) => {
    if (isCumulative(log)) return { last: log.value };
    const before = totals[name];
    const sum = log.astype("float32").mul(samples);
    if (before === undefined || "last" in before)
      return { sum, count: np.full([], samples, { dtype: "float32" }) };
    return { sum: before.sum.add(sum), count: before.count.add(samples) };
  });
  return { ...totals, ...added };
}

/** The values of an epoch so far: means over samples, and running values as they are. */
export async function readTotals(totals: EpochTotals): Promise<Record<string, number>> {
  const values = Object.entries(totals).map(async ([name, total]) => {
    if ("last" in total) return [name, await total.last.item()] as const;
    const [sum, count] = await Promise.all([total.sum.item(), total.count.item()]);
    return [name, sum / count] as const;
  });
  return Object.fromEntries(await Promise.all(values));
}

/** The values of one batch. */
export async function readLogs(logs: Logs): Promise<Record<string, number>> {
  const values = Object.entries(logs).map(
    async ([name, log]) => [name, await (isCumulative(log) ? log.value : log).item()] as const,
  );
  return Object.fromEntries(await Promise.all(values));
}

function mapValues<T, R>(
  record: Readonly<Record<string, T>>,
  f: (value: T, name: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]));
}
