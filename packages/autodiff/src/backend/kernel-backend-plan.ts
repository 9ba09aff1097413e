import type { Graph, Value } from "../primitive/primitive.ts";
import type { Source } from "../source/source.ts";
import type { TensorSpec } from "../tensor/spec.ts";

/** An application of a primitive. */
export interface Operation {
  readonly primitive: string;
  readonly params: object;
  readonly source?: Source | undefined;
  readonly inputSpecs: readonly TensorSpec[];
  readonly outputSpecs: readonly TensorSpec[];
}

/** One node of a graph, its values numbered. */
export interface Step extends Operation {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The values nothing needs after this step. */
  readonly dead: readonly number[];
}

/** A graph whose values are numbered (its inputs first), with the moment at which each dies. */
export interface Plan {
  /** The inputs nothing needs at all. */
  readonly unused: readonly number[];
  readonly steps: readonly Step[];
  readonly outputs: readonly number[];
  readonly outputSpecs: readonly TensorSpec[];
}

export function planSteps(graph: Graph): Plan {
  const numbers = numberValues(graph);
  const numbersOf = (values: readonly Value[]): number[] =>
    values.map((value) => {
      const number = numbers.get(value);
      if (number === undefined) throw new Error("A graph uses a value before it is defined.");
      return number;
    });

  const outputs = numbersOf(graph.outputs);
  const needed = new Set(outputs);
  // What the node touches and nobody needs further on; from then on, going back, its inputs are needed.
  const steps = graph.nodes.toReversed().map((node): Step => {
    const inputs = numbersOf(node.inputs);
    const results = numbersOf(node.outputs);
    const dead = [...new Set([...inputs, ...results])].filter((number) => !needed.has(number));
    for (const number of inputs) needed.add(number);
    return {
      primitive: node.primitive.name,
      params: node.params,
      source: node.source,
      inputs,
      inputSpecs: specsOf(node.inputs),
      outputs: results,
      outputSpecs: specsOf(node.outputs),
      dead,
    };
  });
  return {
    unused: numbersOf(graph.inputs).filter((number) => !needed.has(number)),
    steps: steps.toReversed(),
    outputs,
    outputSpecs: specsOf(graph.outputs),
  };
}

function numberValues(graph: Graph): Map<Value, number> {
  const numbers = new Map<Value, number>();
  const define = (value: Value): void => {
    numbers.set(value, numbers.size);
  };
  graph.inputs.forEach(define);
  for (const node of graph.nodes) node.outputs.forEach(define);
  return numbers;
}

function specsOf(values: readonly Value[]): TensorSpec[] {
  return values.map((value) => value.spec);
}
