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

/** A value is made before it is read, and a donated input read before an output takes its place. */
export function bondsOf(graph: Graph, stages: readonly Stage[], donated: readonly number[]): Bonds {
  const first = firstNames(stages);
  const nameOf = (value: Value): Value => first.get(value) ?? value;
  const outputs = new Set(graph.outputs);
  const blocks = new BlockTable(graph, new Set(graph.outputs.map(nameOf)), new Set(donated));
  const maker = new Map<Value, number>();
  const touched: (readonly number[])[] = [];
  const leaders = stages.map((stage, index) => {
    const before = new Set<number>();
    for (const value of stage.inputs) {
      const made = maker.get(value);
      if (made !== undefined) before.add(made);
    }
    if (stage.kind === "step" && stage.outputs.some((value) => outputs.has(value))) {
      for (const value of stage.overwritable)
        blocks.readersOfInput(nameOf(value)).forEach((one) => before.add(one));
    }
    for (const value of stage.outputs) maker.set(value, index);
    touched.push(blocks.touch(index, new Set([...stage.inputs, ...stage.outputs].map(nameOf))));
    return [...before];
  });
  const followers: number[][] = stages.map(() => []);
  for (const [index, before] of leaders.entries())
    for (const leader of before) present(followers[leader]).push(index);
  return { blocks: blocks.all, touched, followers, leaders };
}

/** The blocks of a graph, as far as stages have touched them. */
class BlockTable {
  readonly all: (Block & { readonly stages: number[] })[] = [];
  readonly #numbers = new Map<Value, number | null>();
  readonly #inputs: ReadonlySet<Value>;
  readonly #outputs: ReadonlySet<Value>;

  constructor(graph: Graph, outputs: ReadonlySet<Value>, donated: ReadonlySet<number>) {
    this.#inputs = new Set(graph.inputs);
    this.#outputs = outputs;
    // What is not donated is there from the beginning to the end.
    for (const [index, value] of graph.inputs.entries())
      if (!donated.has(index)) this.#numbers.set(value, null);
  }

  touch(stage: number, values: Iterable<Value>): number[] {
    const numbers: number[] = [];
    for (const value of values) {
      const number = this.#numberOf(value);
      if (number === null) continue;
      present(this.all[number]).stages.push(stage);
      numbers.push(number);
    }
    return numbers;
  }

  /** The stages that have read a donated input; of any other value, none. */
  readersOfInput(value: Value): readonly number[] {
    const number = this.#inputs.has(value) ? (this.#numbers.get(value) ?? null) : null;
    return number === null ? [] : present(this.all[number]).stages;
  }

  #numberOf(value: Value): number | null {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const [isInput, isOutput] = [this.#inputs.has(value), this.#outputs.has(value)];
    this.#numbers.set(value, this.all.length);
    return this.all.push({ bytes: byteSize(value.spec), stages: [], isInput, isOutput }) - 1;
  }
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
