import { byteSize, type Value } from "@elegy/autodiff/spi";
import { describe, expect, it } from "vitest";
import { lower, stagesIn } from "../program/lower.ts";
import { GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";
import { type CompiledStep, trainingSteps } from "../testing/training-steps.test-support.ts";
import { schedule } from "./schedule.ts";
import type { Stage } from "./step.ts";

/**
 * The most bytes that have to be there at any step of a schedule: undonated inputs always, of everything else what is still to be
 * read and what is being made, where a result may take the place of one operand that is read at the same index.
 */
function lowerBound({ graph, donated }: CompiledStep, stages: readonly Stage[]): number {
  const named = new Map<Value, Value>();
  const block = (value: Value): Value => named.get(value) ?? value;
  for (const { kind, inputs, outputs } of stages)
    if (kind === "alias") named.set(outputs[0], block(inputs[0]));
  const lastRead = new Map<Value, number>();
  for (const [time, { inputs }] of stages.entries())
    for (const value of inputs) lastRead.set(block(value), time);
  for (const value of graph.outputs) lastRead.set(block(value), Infinity);
  for (const [index, value] of graph.inputs.entries())
    if (!donated.includes(index)) lastRead.set(value, Infinity);

  const size = (values: Iterable<Value>): number =>
    [...values].reduce((sum, { spec }) => sum + byteSize(spec), 0);
  const alive = new Set<Value>(graph.inputs);
  let most = 0;
  for (const [time, stage] of stages.entries()) {
    if (stage.kind === "alias") continue;
    const dying = stage.overwritable.map(block).filter((value) => lastRead.get(value) === time);
    const replaced = Math.min(size(new Set(dying)), size(stage.outputs));
    most = Math.max(most, size(alive) + size(stage.outputs) + stage.kernel.workspaceBytes - replaced);
    for (const value of stage.outputs) alive.add(value);
    for (const value of alive) if ((lastRead.get(value) ?? -1) <= time) alive.delete(value);
  }
  return most;
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

/** Values of many sizes, some of which are read much later; the result is small. */
function randomStep(seed: number): CompiledStep {
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
  return { graph: builder.graph(sums.reduce((x, y) => builder.map("add", x, y))), donated: [] };
}

it("of random graphs, most need no more, and none is made worse", () => {
  const steps = Array.from({ length: 20 }, (_, seed) => bytesOf(randomStep(seed + 1)));
  const ratios = steps.map(({ peak, bound }) => peak / bound);
  expect(Math.max(...ratios)).toBeLessThan(1.15);
  expect(ratios.reduce((sum, ratio) => sum + ratio) / ratios.length).toBeLessThan(1.02);
  for (const { bound, traced } of steps) expect(bound).toBeLessThanOrEqual(traced);
});
