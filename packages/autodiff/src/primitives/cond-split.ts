import { type GraphSplit, splitGraph } from "../graph/split-graph.ts";
import { traceGraph } from "../interpreters/graph-builder.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { zerosOf } from "../lax/creation.ts";
import type { CondParams } from "../primitive/call-params.ts";
import type { Graph, SplitBody } from "../primitive/primitive.ts";
import { at } from "../primitive/rules/jvp-rules.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";

/**
 * Two choices of the same index. The residuals of all branches share slots by their specs; a branch leaves the slots that
 * it does not need zero.
 */
export function splitCond(
  { branches }: CondParams,
  [indexKnown, ...known]: readonly boolean[],
): SplitBody<CondParams> | null {
  if (!indexKnown) return null;
  const first = branches.map((branch) => splitGraph(branch, known));
  const outputKnown = at(branches, 0).outputs.map((_, i) => first.every((split) => split.outputKnown[i]));
  const splits = branches.map((branch) => splitGraph(branch, known, outputKnown));

  const knownCount = outputKnown.filter(Boolean).length;
  const residualsOf = ({ known: graph }: GraphSplit): TensorSpec[] =>
    graph.outputs.slice(knownCount).map(({ spec }) => spec);
  const slots = slotsFor(splits.map(residualsOf));
  if (knownCount + slots.length === 0) return null;
  const passed = known.flatMap((is, i) =>
    is && splits.some((split) => split.passed.includes(i)) ? [i] : [],
  );
  return {
    known: {
      branches: splits.map((split) => {
        const places = placesIn(slots, residualsOf(split));
        return traceGraph("split", specsOf(split.known), (inputs) => {
          const results = evaluateGraph(split.known, inputs);
          const residuals = slots.map((spec, slot) => {
            const residual = places.indexOf(slot);
            return residual < 0 ? zerosOf(spec) : at(results, knownCount + residual);
          });
          return [...results.slice(0, knownCount), ...residuals];
        }).graph;
      }),
    },
    unknown: {
      branches: splits.map((split) => {
        const places = placesIn(slots, residualsOf(split));
        const own = split.unknown.inputs;
        const fresh = (spec: TensorSpec) => ({ spec });
        const inputs = [
          ...passed.map((i) => own[split.passed.indexOf(i)] ?? fresh(at(at(branches, 0).inputs, i).spec)),
          ...slots.map((spec, slot) =>
            places.includes(slot) ? at(own, split.passed.length + places.indexOf(slot)) : fresh(spec),
          ),
          ...own.slice(split.passed.length + places.length),
        ];
        return { ...split.unknown, inputs };
      }),
    },
    passed: [0, ...passed.map((i) => i + 1)],
    outputKnown,
  };
}

function specsOf(graph: Graph): TensorSpec[] {
  return graph.inputs.map(({ spec }) => spec);
}

/** As many slots of each spec as the neediest list has of it. */
function slotsFor(lists: readonly (readonly TensorSpec[])[]): TensorSpec[] {
  const slots: TensorSpec[] = [];
  for (const list of lists) {
    const taken = placesIn(slots, list);
    taken.forEach((slot, i) => {
      if (slot < 0) slots.push(at(list, i));
    });
  }
  return slots;
}

/** For each spec a slot of its own; −1 where there is none left. */
function placesIn(slots: readonly TensorSpec[], list: readonly TensorSpec[]): number[] {
  const taken = new Set<number>();
  return list.map((spec) => {
    const text = formatSpec(spec);
    const slot = slots.findIndex((other, i) => !taken.has(i) && formatSpec(other) === text);
    if (slot >= 0) taken.add(slot);
    return slot;
  });
}
