import { byteSize, type Graph, type Value } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import type { Stage } from "./step.ts";

/** A value under all its names. */
export interface Block {
  readonly bytes: number;
  /** Those that make or read it. */
  readonly stages: readonly number[];
  readonly isInput: boolean;
  readonly isOutput: boolean;
}

/** What an order of stages has to keep to, and what it changes. Stages are told by their number. */
export interface Bonds {
  /** What is alive for a part of the run only: temporaries, outputs and donated inputs. */
  readonly blocks: readonly Block[];
  /** The numbers of the blocks that each stage makes or reads. */
  readonly touched: readonly (readonly number[])[];
  /** For each stage, those that have to come later, and those that have to come before. */
  readonly followers: readonly (readonly number[])[];
  readonly leaders: readonly (readonly number[])[];
}

interface GrowingBlock extends Block {
  readonly number: number;
  readonly stages: number[];
}

/** A value is made before it is read, and a donated input read before an output takes its place. */
export function bondsOf(graph: Graph, stages: readonly Stage[], donated: readonly number[]): Bonds {
  const first = firstNames(stages);
  const nameOf = (value: Value): Value => first.get(value) ?? value;
  const [inputs, outputs] = [new Set(graph.inputs), new Set(graph.outputs)];
  const last = new Set(graph.outputs.map(nameOf));
  // What is not donated is there from the beginning to the end.
  const lasting = new Set(inputs);
  for (const index of donated) lasting.delete(present(graph.inputs[index]));
  const blocks = new Map<Value, GrowingBlock>();
  const blockOf = (value: Value): GrowingBlock => {
    const block = blocks.get(value) ?? {
      number: blocks.size,
      bytes: byteSize(value.spec),
      stages: [],
      isInput: inputs.has(value),
      isOutput: last.has(value),
    };
    blocks.set(value, block);
    return block;
  };
  const maker = new Map<Value, number>();
  const touched: (readonly number[])[] = [];
  const leaders = stages.map((stage, index) => {
    const before = new Set<number>();
    for (const value of stage.inputs) {
      const made = maker.get(value);
      if (made !== undefined) before.add(made);
    }
    if (stage.kind === "step" && stage.outputs.some((value) => outputs.has(value))) {
      for (const value of stage.overwritable) {
        const block = blocks.get(nameOf(value));
        if (block?.isInput === true) block.stages.forEach((one) => before.add(one));
      }
    }
    for (const value of stage.outputs) maker.set(value, index);
    const names = new Set([...stage.inputs, ...stage.outputs].map(nameOf));
    touched.push(
      [...names].flatMap((value) => {
        if (lasting.has(value)) return [];
        const { stages: touching, number } = blockOf(value);
        touching.push(index);
        return [number];
      }),
    );
    return [...before];
  });
  const followers: number[][] = stages.map(() => []);
  for (const [index, before] of leaders.entries())
    for (const leader of before) present(followers[leader]).push(index);
  return { blocks: [...blocks.values()], touched, followers, leaders };
}

/** For each value that is only another name, the value that it names. */
function firstNames(stages: readonly Stage[]): ReadonlyMap<Value, Value> {
  const names = new Map<Value, Value>();
  for (const stage of stages) {
    if (stage.kind !== "alias") continue;
    const [input] = stage.inputs;
    names.set(stage.outputs[0], names.get(input) ?? input);
  }
  return names;
}
