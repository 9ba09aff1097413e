import { eliminateDeadCode } from "../graph/passes/eliminate-dead-code.ts";
import { splitGraph } from "../graph/split-graph.ts";
import type { ScanParams } from "../primitive/call-params.ts";
import type { Graph, SplitBody, Value } from "../primitive/primitive.ts";
import { carriedFlags, positionsOf, stackedSpec } from "../primitive/rules/carry.ts";
import { at } from "../primitive/rules/jvp-rules.ts";

/**
 * Two scans: one over what is known, and one over the rest, which gets the residuals of every step stacked. Residuals
 * that are made of constants alone are computed once, before.
 */
export function splitScan(params: ScanParams, known: readonly boolean[]): SplitBody<ScanParams> | null {
  const { body, consts, carries } = params;
  const sectionOf = (i: number): number => (i < consts ? 0 : i < consts + carries ? 1 : 2);
  const inputKnown = carriedFlags(
    known.map((is) => !is),
    params,
    (unknown) =>
      splitGraph(
        body,
        unknown.map((is) => !is),
      ).outputKnown.map((is) => !is),
  ).map((unknown) => !unknown);
  const split = splitGraph(
    body,
    inputKnown,
    body.outputs.map((_, i) => i >= carries || inputKnown[consts + i] === true),
  );

  const knownInputs = positionsOf(inputKnown);
  const knownOutputs = split.outputKnown.filter(Boolean).length;
  const invariant = invariants(
    split.known,
    knownInputs.filter((i) => i < consts).map((i) => at(body.inputs, i)),
  );
  const residuals = split.known.outputs.slice(knownOutputs);
  const constant = residuals.filter((value) => invariant.has(value));
  // A carry that the rest reads is another one in each step.
  const passedCarries = split.passed.filter((i) => sectionOf(i) === 1);
  const stacked = [
    ...residuals.filter((value) => !invariant.has(value)),
    ...passedCarries.map((i) => at(body.inputs, i)),
  ];
  if (knownOutputs + constant.length + stacked.length === 0) return null;
  const countKnown = (section: number): number => knownInputs.filter((i) => sectionOf(i) === section).length;

  // The carries of the rest may begin with a known value.
  const passed = known.flatMap((isKnown, i) =>
    isKnown && (sectionOf(i) === 1 ? !inputKnown[i] : split.passed.includes(i)) ? [i] : [],
  );
  const waiting = positionsOf(known.map((is) => !is));
  const operandAt = (i: number): number =>
    known[i] ? passed.indexOf(i) : passed.length + constant.length + stacked.length + waiting.indexOf(i);
  const operand = (i: number): Source => ({ value: at(body.inputs, i), position: operandAt(i) });
  const made =
    (offset: number) =>
    (value: Value, i: number): Source => ({ value, position: offset + i });

  const unknownIn = (section: number): number[] =>
    positionsOf(inputKnown.map((is) => !is)).filter((i) => sectionOf(i) === section);
  const passedIn = (section: number): number[] => split.passed.filter((i) => sectionOf(i) === section);
  const constants = [
    ...passedIn(0).map(operand),
    ...constant.map(made(passed.length)),
    ...unknownIn(0).map(operand),
  ];
  const sources = [
    ...constants,
    ...unknownIn(1).map(operand),
    ...passedIn(2).map(operand),
    ...stacked.map(made(passed.length + constant.length)),
    ...unknownIn(2).map(operand),
  ];
  return {
    knownInputs,
    before: eliminateDeadCode({
      inputs: split.known.inputs.map((value, i) =>
        sectionOf(at(knownInputs, i)) === 2 ? { spec: stackedSpec(value.spec, params.length) } : value,
      ),
      nodes: split.known.nodes,
      outputs: constant,
    }),
    known: {
      ...params,
      body: eliminateDeadCode({
        ...split.known,
        outputs: [...split.known.outputs.slice(0, knownOutputs), ...stacked],
      }),
      consts: countKnown(0),
      carries: countKnown(1),
    },
    unknown: {
      ...params,
      body: { ...split.unknown, inputs: sources.map(({ value }) => value) },
      consts: constants.length,
      carries: unknownIn(1).length,
    },
    passed,
    order: sources.map(({ position }) => position),
    outputKnown: split.outputKnown,
  };
}

/** An input of the rest's body, and where its operand stands. */
interface Source {
  readonly value: Value;
  readonly position: number;
}

/** The values of a body that are the same in every step. */
function invariants(body: Graph, constants: readonly Value[]): ReadonlySet<Value> {
  const found = new Set(constants);
  for (const node of body.nodes) {
    if (!node.inputs.every((value) => found.has(value))) continue;
    node.outputs.forEach((value) => found.add(value));
  }
  return found;
}
