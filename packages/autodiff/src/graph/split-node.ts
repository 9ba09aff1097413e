import { type Node, perOperand, type Value } from "../primitive/primitive.ts";
import { inlined } from "./inline.ts";

export interface NodeSplit {
  readonly known: readonly Node[];
  readonly unknown: Node;
  /** Those of the node's results that are unknown. */
  readonly unknownOutputs: readonly Value[];
}

/** Divides a node by its primitive's `split` rule; `null` if there is none. */
export function splitNode(node: Node, inputKnown: readonly boolean[]): NodeSplit | null {
  const { primitive, params, inputs, source } = node;
  const split = primitive.split?.(params, inputKnown);
  if (!split) return null;
  const isTaken = split.knownInputs && new Set(split.knownInputs);
  const isPassed = new Set(split.passed);
  const knownInputs = inputs.filter((_, i) => isTaken?.has(i) ?? inputKnown[i]);
  const before = split.before ? inlined(split.before, knownInputs) : { nodes: [], outputs: [] };

  const results = node.outputs.filter((_, i) => split.outputKnown[i]);
  const made = primitive.spec(perOperand(knownInputs.map(({ spec }) => spec)), split.known);
  const residuals = made.slice(results.length).map((spec): Value => ({ spec }));
  const known = {
    primitive,
    params: split.known,
    inputs: knownInputs,
    outputs: [...results, ...residuals],
    source,
  };

  const parts = [
    ...inputs.filter((_, i) => isPassed.has(i)),
    ...before.outputs,
    ...residuals,
    ...inputs.filter((_, i) => !inputKnown[i]),
  ];
  const taken = (split.order ?? [...parts.keys()]).flatMap((position) => parts[position] ?? []);
  const unknownOutputs = node.outputs.filter((_, i) => !split.outputKnown[i]);
  const specs = primitive.spec(perOperand(taken.map(({ spec }) => spec)), split.unknown);
  const outputs = specs.map((spec, position): Value => {
    const index = split.unknownOutputs ? split.unknownOutputs.indexOf(position) : position;
    return unknownOutputs[index] ?? { spec };
  });
  return {
    known: [...before.nodes, known],
    unknown: { primitive, params: split.unknown, inputs: taken, outputs, source },
    unknownOutputs,
  };
}
