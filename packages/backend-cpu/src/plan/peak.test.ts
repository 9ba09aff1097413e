import { byteSize, type Graph, type Value } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { lower, stagesIn } from "../program/lower.ts";
import { GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { type CompiledStep, firstSteps, trainingSteps } from "../testing/training-steps.test-support.ts";
import { schedule } from "./schedule.ts";
import type { Stage } from "./step.ts";

const size = (values: Iterable<Value>): number =>
  [...values].reduce((sum, { spec }) => sum + byteSize(spec), 0);

/**
 * The most bytes that have to be there at any step of a schedule: undonated inputs always, of everything else what is still to be
 * read and what is being made, where a result may take the place of one operand that is read at the same index; and of
 * the buffers of outputs to come, what temporaries cannot fill.
 */
function lowerBound({ graph, donated }: CompiledStep, stages: readonly Stage[]): number {
  const block = blocksOf(graph, donated, stages);
  const lastRead = new Map<Value, number>();
  for (const [time, { inputs }] of stages.entries())
    for (const value of inputs) lastRead.set(block(value), time);
  for (const value of graph.outputs) lastRead.set(block(value), Infinity);
  for (const [index, value] of graph.inputs.entries())
    if (!donated.includes(index)) lastRead.set(value, Infinity);

  const ends = new Set([...graph.inputs, ...graph.outputs].map(block));
  const alive = new Set<Value>(graph.inputs);
  // Those of a step that donates lie where inputs were.
  const toCome = new Set<Value>(donated.length > 0 ? [] : graph.outputs.map(block));
  let most = 0;
  for (const [time, stage] of stages.entries()) {
    const [result] = stage.outputs;
    if (stage.kind === "alias" && block(result) !== result) continue;
    const [overwritable, workspace] =
      stage.kind === "alias" ? [[], 0] : [stage.overwritable, stage.kernel.workspaceBytes];
    const dying = overwritable.map(block).filter((value) => lastRead.get(value) === time);
    const replaced = Math.min(size(new Set(dying)), size(stage.outputs));
    for (const value of stage.outputs) alive.add(value);
    for (const value of stage.outputs) toCome.delete(value);
    const temporaries = [...alive].filter((value) => !ends.has(value)).map(({ spec }) => byteSize(spec));
    const left = unfilled(
      [...toCome].map(({ spec }) => byteSize(spec)),
      [...temporaries, workspace],
    );
    most = Math.max(most, size(alive) + workspace - replaced + left);
    for (const value of alive) if ((lastRead.get(value) ?? -1) <= time) alive.delete(value);
  }
  return most;
}

/** What of some buffers cannot be filled: one of up to some size has room for what is no larger than that. */
function unfilled(buffers: readonly number[], contents: readonly number[]): number {
  const below = (sizes: readonly number[], limit: number): number =>
    sizes.reduce((sum, bytes) => sum + (bytes < limit ? bytes : 0), 0);
  return [...contents, Infinity].reduce(
    (most, limit) => Math.max(most, below(buffers, limit) - below(contents, limit)),
    0,
  );
}

/** The value whose bytes a value has: its own, where it is no other name, or an output that needs a copy. */
function blocksOf(
  graph: Graph,
  donated: readonly number[],
  stages: readonly Stage[],
): (value: Value) => Value {
  const named = new Map<Value, Value>();
  const block = (value: Value): Value => named.get(value) ?? value;
  const outputs = new Set(graph.outputs);
  const owned = new Set<Value>([...outputs, ...graph.inputs.filter((_, index) => !donated.includes(index))]);
  for (const stage of stages) {
    if (stage.kind !== "alias") continue;
    const source = block(stage.inputs[0]);
    if (outputs.has(stage.outputs[0]) && owned.has(source)) continue;
    if (outputs.has(stage.outputs[0])) owned.add(source);
    named.set(stage.outputs[0], source);
  }
  return block;
}

/** What the program needs, and what no plan of the same schedule, or of the order of the trace, could do without. */
function bytesOf(step: CompiledStep): { peak: number; bound: number; traced: number } {
  const { graph, donated } = step;
  const stages = stagesIn(graph);
  return {
    peak: lower(graph, donated).memory.peakBytes,
    bound: lowerBound(step, schedule(graph, stages, donated)),
    traced: lowerBound(step, stages),
  };
}

describe("a step of training needs hardly more than has to be alive at once", () => {
  const steps = trainingSteps();

  it.each(steps)("%s", (_, step) => {
    const { peak, bound, traced } = bytesOf(step);
    expect(peak / bound).toBeLessThan(1.05);
    expect(bound).toBeLessThan(traced);
  });

  it("and updates each parameter before it computes the next gradient", () => {
    const { bound, traced } = bytesOf(new Map(steps).get("a deep MLP") as CompiledStep);
    expect(bound / traced).toBeLessThan(0.85);
  });
});

describe("what makes the states of a model computes in the memory of what it makes", () => {
  const steps = firstSteps();

  it.each(steps)("%s", (_, step) => {
    const { peak, bound } = bytesOf(step);
    expect(peak / bound).toBeLessThan(1.001);
  });

  it("and needs no more where one parameter after another is drawn", () => {
    const { graph } = new Map(steps).get("a deep MLP") as CompiledStep;
    const { argumentBytes, outputBytes, peakBytes } = lower(graph, []).memory;
    expect(peakBytes).toBe(argumentBytes + outputBytes);
  });
});

/**
 * Values of many sizes, some of which are read much later.
 *
 * @param kept how many of them are results; else that is one number.
 */
function randomStep(seed: number, kept = 0): CompiledStep {
  const random = new RandomNumbers(seed);
  const builder = new GraphBuilder();
  const size = (): number => 1024 * (1 + random.below(100));
  const values = Array.from({ length: 4 }, () => builder.input([size()]));
  const recent = (): Value => values.at(-1 - Math.floor(random.next() ** 3 * values.length)) as Value;
  for (let made = 0; made < 40; made++) {
    const [x, y] = [recent(), recent()];
    const total = builder.node("reduceSum", [y], [], "float32", { axes: [0] });
    const shape = random.next() < 0.4 ? x.spec.shape : [size()];
    const spread = builder.node("broadcastInDim", [total], shape, "float32", {
      shape,
      broadcastDimensions: [],
    });
    values.push(
      shape === x.spec.shape
        ? builder.map("add", x, spread)
        : builder.node("cumsum", [spread], shape, "float32", { axis: 0, reverse: false }),
    );
  }
  const sums = values.slice(4).map((x) => builder.node("reduceSum", [x], [], "float32", { axes: [0] }));
  const results = Array.from({ length: kept }, () => values[4 + random.below(values.length - 4)] as Value);
  const sum = sums.reduce((x, y) => builder.map("add", x, y));
  return { graph: builder.graph(sum, ...new Set(results)), donated: [] };
}

it("of random graphs, most need no more, and none is made worse", () => {
  const steps = Array.from({ length: 20 }, (_, seed) => bytesOf(randomStep(seed + 1)));
  const ratios = steps.map(({ peak, bound }) => peak / bound);
  expect(Math.max(...ratios)).toBeLessThan(1.15);
  expect(ratios.reduce((sum, ratio) => sum + ratio) / ratios.length).toBeLessThan(1.02);
  for (const { bound, traced } of steps) expect(bound).toBeLessThanOrEqual(traced);
});

it("of random graphs with results of many sizes, temporaries fill the buffers of those to come", () => {
  const steps = Array.from({ length: 10 }, (_, seed) => bytesOf(randomStep(seed + 1, 12)));
  const ratios = steps.map(({ peak, bound }) => peak / bound);
  expect(Math.max(...ratios)).toBeLessThan(1.05);
  expect(ratios.reduce((sum, ratio) => sum + ratio) / ratios.length).toBeLessThan(1.005);
});
