import type { Tensor } from "@elegy/autodiff";
import { uniqueName } from "../losses/named.ts";

/** What hooks gave while a function ran: a tree, so that it can leave any transformation as a result. */
export interface Collected {
  /** `f32[]` each, by name: what `addLoss` gave, added up. */
  readonly losses: Readonly<Record<string, Tensor>>;
  /** `f32[]` each, by name. */
  readonly metrics: Readonly<Record<string, Tensor>>;
  /** In the order of the calls: what a layer gives, under its type, under its path. */
  readonly summaries: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];
}

export const NOTHING_COLLECTED: Collected = { losses: {}, metrics: {}, summaries: [] };

/** Both: losses of one name are added, metrics of one name stand side by side. */
export function merged(before: Collected, more: Collected): Collected {
  const losses = { ...before.losses };
  for (const [name, value] of Object.entries(more.losses)) losses[name] = losses[name]?.add(value) ?? value;
  const metrics = { ...before.metrics };
  const taken = new Set(Object.keys(metrics));
  for (const [name, value] of Object.entries(more.metrics)) metrics[uniqueName(name, taken)] = value;
  return { losses, metrics, summaries: [...before.summaries, ...more.summaries] };
}
