import type { CoreName, DType, Graph, PrimitiveParams, Shape, TypedArray } from "@elegy/autodiff/spi";
import { reference } from "@elegy/backend-reference";
import { expect } from "vitest";
import { evaluate, GraphBuilder, RandomNumbers } from "./graph-builder.test-support.ts";

/** Runs one node on small whole numbers here and on the reference backend: sums of them are exact. */
export function expectAsReference<K extends CoreName>(
  name: K,
  inputs: readonly Shape[],
  output: Shape,
  params: PrimitiveParams[K],
  dtype: DType = "float32",
): void {
  const builder = new GraphBuilder();
  const values = inputs.map((shape) => builder.input(shape, dtype));
  const graph = builder.graph(builder.node(name, values, output, dtype, params));
  const random = new RandomNumbers(7);
  const data = inputs.map((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const numbers = Array.from({ length }, () => random.below(9) - (dtype === "uint32" ? 0 : 4));
    return dtype === "float32"
      ? Float32Array.from(numbers)
      : dtype === "uint32"
        ? Uint32Array.from(numbers)
        : Int32Array.from(numbers);
  });
  expect([...(evaluate(graph, data)[0] ?? [])], `${name} ${JSON.stringify({ inputs, ...params })}`).toEqual([
    ...onReference(graph, data),
  ]);
}

function onReference(graph: Graph, data: readonly TypedArray[]): TypedArray {
  const backend = reference();
  const executable = backend.compile(graph, { name: "test", donated: [], eager: false });
  const buffers = graph.inputs.map(({ spec }, i) => backend.upload(data[i] ?? new Float32Array(), spec));
  const [result] = executable.run(buffers);
  return result === undefined ? new Float32Array() : (backend.downloadSync?.(result) ?? new Float32Array());
}
