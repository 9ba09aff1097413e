import type { Tensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";

/** A log that is already a running value: the last one of an epoch stands. */
export interface Cumulative {
  readonly value: Tensor;
}

class CumulativeNode implements Cumulative {
  readonly value: Tensor;

  constructor(value: Tensor) {
    this.value = value;
  }
}

tree.register(CumulativeNode, {
  flatten: ({ value }) => [["value", value]],
  // A tree node is put together from what it was taken apart into.
  unflatten: ([entry]) => new CumulativeNode(entry?.[1] as Tensor),
});

/**
 * Marks a log as a running value, such as a metric over the epoch so far. A plain tensor in the logs is the
 * value of its batch, and is averaged over the samples of the epoch.
 *
 * @param value `f32[]`.
 * @example
 * ```ts
 * const logs = { loss: np.array(0.5), accuracy: cumulative(np.array(0.9)) };
 * await logs.accuracy.value.item(); // => 0.9
 * ```
 */
export function cumulative(value: Tensor): Cumulative {
  return new CumulativeNode(value);
}

export function isCumulative(log: unknown): log is Cumulative {
  return log instanceof CumulativeNode;
}

/** What a step reports, by name: the value of a batch, or a running one. */
export type Logs = Readonly<Record<string, Tensor | Cumulative>>;
