// Makes the primitives known.
import "@elegy/autodiff";
import {
  type CoreName,
  type DType,
  type Graph,
  hostArray,
  type Node,
  primitiveNamed,
  type PrimitiveParams,
  type Shape,
  type TensorSpec,
  type TypedArray,
  type Value,
} from "@elegy/autodiff/spi";
import { cpu } from "../cpu.ts";
import type { DerivedName } from "../kernels/kernel-table.ts";

/** Primitives that graphs have when they come to the backend, but for control flow. */
export type TakenName = CoreName | DerivedName;

/** Graphs by hand, node after node. */
export class GraphBuilder {
  readonly #inputs: Value[] = [];
  readonly #nodes: Node[] = [];

  input(shape: Shape, dtype: DType = "float32"): Value {
    const value = { spec: { shape, dtype } };
    this.#inputs.push(value);
    return value;
  }

  nodes<K extends TakenName>(
    name: K,
    inputs: readonly Value[],
    specs: readonly TensorSpec[],
    params: PrimitiveParams[K],
  ): Value[] {
    const outputs = specs.map((spec) => ({ spec }));
    this.#nodes.push({ primitive: primitiveNamed(name), params, inputs, outputs });
    return outputs;
  }

  node<K extends TakenName>(
    name: K,
    inputs: readonly Value[],
    shape: Shape,
    dtype: DType,
    params: PrimitiveParams[K],
  ): Value {
    const [value] = this.nodes(name, inputs, [{ shape, dtype }], params);
    if (value === undefined) throw new Error("a node has an output");
    return value;
  }

  /** An elementwise node like its first operand. */
  map<K extends TakenName>(name: K, ...inputs: readonly Value[]): Value {
    const [first] = inputs;
    if (first === undefined) throw new Error("an operand, please");
    return this.node(name, inputs, first.spec.shape, first.spec.dtype, {} as PrimitiveParams[K]);
  }

  constant(value: number | boolean, dtype: DType = "float32"): Value {
    return this.node("constant", [], [], dtype, { value, dtype });
  }

  /** A scalar constant in a shape. */
  full(value: number | boolean, shape: Shape, dtype: DType = "float32"): Value {
    return this.node("broadcastInDim", [this.constant(value, dtype)], shape, dtype, {
      shape,
      broadcastDimensions: [],
    });
  }

  graph(...outputs: readonly Value[]): Graph {
    return { inputs: this.#inputs, nodes: this.#nodes, outputs };
  }
}

/** Runs a graph once on a backend of its own. */
export function evaluate(graph: Graph, inputs: readonly TypedArray[], eager = false): TypedArray[] {
  const backend = cpu();
  const executable = backend.compile(graph, { name: "test", donated: [], eager });
  const buffers = inputs.map((data, index) => {
    const value = graph.inputs[index];
    if (value === undefined) throw new Error("more inputs than the graph has");
    return backend.upload(data, value.spec);
  });
  const results = executable
    .run(buffers)
    .map((buffer) => backend.downloadSync?.(buffer) ?? new Float32Array());
  backend.dispose();
  return results;
}

/** One node on its own. */
export function evaluateNode<K extends TakenName>(
  name: K,
  inputs: readonly { readonly data: TypedArray; readonly shape: Shape; readonly dtype?: DType }[],
  output: { readonly shape: Shape; readonly dtype?: DType },
  params: PrimitiveParams[K],
): number[] {
  const builder = new GraphBuilder();
  const values = inputs.map(({ shape, dtype }) => builder.input(shape, dtype));
  const result = builder.node(name, values, output.shape, output.dtype ?? "float32", params);
  return [
    ...(evaluate(
      builder.graph(result),
      inputs.map(({ data }) => data),
    )[0] ?? []),
  ];
}

/** Numbers that are the same in every run. */
export class RandomNumbers {
  #state: number;

  constructor(seed = 1) {
    this.#state = seed;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return this.#state / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  floats(length: number, low = -2, high = 2): Float32Array {
    return Float32Array.from({ length }, () => low + (high - low) * this.next());
  }

  array(dtype: DType, length: number): TypedArray {
    const array = hostArray(dtype, length);
    for (let index = 0; index < length; index++) {
      if (dtype === "float32") array[index] = 4 * this.next() - 2;
      else if (dtype === "bool") array[index] = this.below(2);
      else if (dtype === "uint8") array[index] = this.below(256);
      else array[index] = this.next() < 0.5 ? this.below(2 ** 32) : this.below(40) - 20;
    }
    return array;
  }
}
