import type { Value } from "@elegy/autodiff/spi";
import { Chain } from "./chain.ts";
import { chainStep, type LowerStages } from "./chain-step.ts";
import type { Stage } from "./step.ts";
import type { StripSizes } from "./strip-sizes.ts";

/** How far after a step others are looked for that it is a chain with: what they need must not wait for long. */
const MOST_STAGES_BETWEEN = 8;

/**
 * Joins steps that walk over the same large arrays into one step, which does them all for some rows, then for the next:
 * what one step has written is still in the cache when another reads it.
 */
export function inStrips(
  stages: readonly Stage[],
  outputs: readonly Value[],
  sizes: StripSizes,
  lowerStages: LowerStages,
): Stage[] {
  const readers = readersOf(stages);
  for (const value of outputs) readers.set(value, (readers.get(value) ?? 0) + 1);
  const result: Stage[] = [];
  // The next one last.
  const waiting = stages.toReversed();
  for (;;) {
    const first = waiting.pop();
    if (first === undefined) return result;
    const chain = first.kind === "step" ? new Chain(first, sizes) : null;
    if (chain === null || chain.isClosed) {
      result.push(first);
      continue;
    }
    const later: Stage[] = [];
    const delayed = new Set<Value>();
    for (let looked = 0; looked < MOST_STAGES_BETWEEN;) {
      const stage = waiting.pop();
      if (stage === undefined) break;
      const waits = stage.inputs.some((value) => delayed.has(value));
      if (!waits && chain.take(stage)) continue;
      looked++;
      // What can be in no chain need not wait for this one.
      if (!waits && !chain.isReadBy(stage) && (stage.kind === "alias" || stage.slices.length === 0)) {
        result.push(stage);
        continue;
      }
      later.push(stage);
      for (const value of stage.outputs) delayed.add(value);
    }
    waiting.push(...later.reverse());
    result.push(...joined(chain, readers, sizes, lowerStages));
  }
}

/** A chain as one step, and the aliases in it that others read; as it was if strips would be too large. */
function joined(
  chain: Chain,
  readers: ReadonlyMap<Value, number>,
  sizes: StripSizes,
  lowerStages: LowerStages,
): readonly Stage[] {
  const cut = chain.cut();
  if (cut === null) return chain.stages;
  const { aliases, outputs } = readOutside(chain, readers);
  const step = chainStep(chain.stages, cut, outputs, sizes, lowerStages);
  return step === null ? chain.stages : [step, ...aliases];
}

/** Aliases of a chain and results of its steps that somebody else reads. */
function readOutside(
  { stages }: Chain,
  readers: ReadonlyMap<Value, number>,
): { readonly aliases: readonly Stage[]; readonly outputs: readonly Value[] } {
  const inside = readersOf(stages);
  const isRead = (value: Value): boolean => (readers.get(value) ?? 0) > (inside.get(value) ?? 0);
  const aliases: Stage[] = [];
  const outputs: Value[] = [];
  for (const stage of stages.toReversed()) {
    const read = stage.outputs.filter(isRead);
    if (stage.kind === "step") outputs.unshift(...read);
    else if (read.length > 0) {
      aliases.unshift(stage);
      // It is no longer the chain that reads this.
      const [input] = stage.inputs;
      inside.set(input, (inside.get(input) ?? 0) - 1);
    }
  }
  return { aliases, outputs };
}

/** How many stages read each value. */
function readersOf(stages: readonly Stage[]): Map<Value, number> {
  const readers = new Map<Value, number>();
  for (const { inputs } of stages)
    for (const value of new Set<Value>(inputs)) readers.set(value, (readers.get(value) ?? 0) + 1);
  return readers;
}
