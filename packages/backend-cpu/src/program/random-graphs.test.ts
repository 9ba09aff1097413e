import { type Graph, type Node, type TypedArray, type Value } from "@elegy/autodiff/spi";
import { expect, it } from "vitest";
import { cpu } from "../cpu.ts";
import { GraphBuilder, RandomNumbers } from "../testing/graph-builder.test-support.ts";

const SHAPES = [[], [5], [4, 5], [4, 1], [5, 4], [20], [2, 2, 5]];

/** A graph of random nodes, of which many can be fused, aliased or written in place. */
function randomGraph(random: RandomNumbers): Graph {
  const builder = new GraphBuilder();
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)] as T;
  const values: Value[] = [];
  for (const shape of SHAPES) for (let copy = 0; copy < 2; copy++) values.push(builder.input(shape));
  const inputs = values.length;
  const like = (value: Value): Value =>
    pick(
      values.filter(
        ({ spec }) => spec.shape.join() === value.spec.shape.join() && spec.dtype === value.spec.dtype,
      ),
    );
  const float = (rank?: number): Value =>
    pick(
      values.filter(
        ({ spec }) => spec.dtype === "float32" && (rank === undefined || spec.shape.length === rank),
      ),
    );

  const makers: (() => Value)[] = [
    () => builder.map(pick(["neg", "abs", "floor", "sign", "tanh", "copy"]), float()),
    () => {
      const x = float();
      return builder.map(pick(["add", "sub", "mul", "max", "min"]), x, like(x));
    },
    () => {
      const x = float();
      return builder.map("add", x, builder.full(0.5, x.spec.shape));
    },
    () => {
      const x = float();
      const mask = builder.node("lt", [x, like(x)], x.spec.shape, "bool", {});
      return builder.map("add", builder.node("select", [mask, x, like(x)], x.spec.shape, "float32", {}), x);
    },
    () => {
      const x = float(2);
      const shape = x.spec.shape.toReversed();
      return builder.node("transpose", [x], shape, "float32", { permutation: [1, 0] });
    },
    () => {
      const x = pick(values.filter(({ spec }) => spec.shape.reduce((a, b) => a * b, 1) === 20));
      const shape = pick([[20], [4, 5], [5, 4], [2, 2, 5]]);
      return builder.node("reshape", [x], shape, x.spec.dtype, { shape });
    },
    () => builder.node("reduceSum", [float(2)], [], "float32", { axes: [0, 1] }),
    () => {
      const x = pick(values.filter(({ spec }) => spec.shape.join() === "4,5" && spec.dtype === "float32"));
      return builder.node("reduceMax", [x], [5], "float32", { axes: [0] });
    },
    () => {
      const row = pick(values.filter(({ spec }) => spec.shape.join() === "5" && spec.dtype === "float32"));
      return builder.node("broadcastInDim", [row], [4, 5], "float32", {
        shape: [4, 5],
        broadcastDimensions: [1],
      });
    },
    () => {
      const column = pick(
        values.filter(({ spec }) => spec.shape.join() === "4,1" && spec.dtype === "float32"),
      );
      const params = { shape: [4, 5], broadcastDimensions: [0, 1] };
      return builder.node("broadcastInDim", [column], [4, 5], "float32", params);
    },
    () => {
      // Written in place where nobody else reads the operand; the operand may be the updates too.
      const x = float(2);
      const rows = builder.node("bitcast", [like(x)], x.spec.shape, "int32", { dtype: "int32" });
      const column = { start: [0, 0], limit: [x.spec.shape[0] ?? 0, 1], strides: [1, 1] };
      const indices = builder.node("slice", [rows], [x.spec.shape[0] ?? 0, 1], "int32", column);
      const params = {
        updateWindowDims: [1],
        insertedWindowDims: [0],
        operandBatchingDims: [],
        scatterIndicesBatchingDims: [],
        scatterDimsToOperandDims: [0],
        mode: pick(["drop", "clip"] as const),
      };
      const name = pick(["scatter", "scatterAdd", "scatterMin"] as const);
      return builder.node(name, [x, indices, like(x)], x.spec.shape, "float32", params);
    },
    () => {
      const x = float(2);
      const position = builder.constant(random.below(7) - 1, "int32");
      const inputs = [x, like(x), position, position];
      return builder.node("dynamicUpdateSlice", inputs, x.spec.shape, "float32", {});
    },
    () => {
      const x = pick(values.filter(({ spec }) => spec.shape.join() === "4,5" && spec.dtype === "float32"));
      const row = builder.node("slice", [x], [1, 5], "float32", {
        start: [1, 0],
        limit: [2, 5],
        strides: [1, 1],
      });
      const positions = [builder.constant(random.below(5), "int32"), builder.constant(0, "int32")];
      return builder.node("dynamicUpdateSlice", [x, row, ...positions], [4, 5], "float32", {});
    },
    () => {
      const x = float();
      return builder.node("bitcast", [x], x.spec.shape, "int32", { dtype: "int32" });
    },
  ];
  const count = 5 + random.below(30);
  for (let index = 0; index < count; index++) values.push(pick(makers)());
  const made = values.slice(inputs);
  const outputs = made.filter((_, index) => index === made.length - 1 || random.next() < 0.3);
  return builder.graph(...new Set(outputs));
}

/** Node after node, each a program of its own. */
function oneByOne(graph: Graph, inputs: readonly TypedArray[]): TypedArray[] {
  const backend = cpu();
  const buffers = new Map(
    graph.inputs.map((value, index) => [value, backend.upload(inputs[index] as TypedArray, value.spec)]),
  );
  const alone = (node: Node): Graph => ({
    inputs: [...new Set(node.inputs)],
    nodes: [node],
    outputs: node.outputs,
  });
  for (const node of graph.nodes) {
    const single = alone(node);
    const program = backend.compile(single, { name: node.primitive.name, donated: [], eager: true });
    const results = program.run(single.inputs.map((value) => buffers.get(value) as never));
    for (const [index, value] of node.outputs.entries()) buffers.set(value, results[index] as never);
  }
  return graph.outputs.map((value) => backend.downloadSync?.(buffers.get(value) as never) as TypedArray);
}

it.each(Array.from({ length: 150 }, (_, seed) => seed + 1))(
  "random graph %d, whole and one by one",
  (seed) => {
    const random = new RandomNumbers(seed);
    for (let skipped = 0; skipped < 10; skipped++) random.next();
    const graph = randomGraph(random);
    const data = graph.inputs.map(({ spec }) =>
      random.array(
        spec.dtype,
        spec.shape.reduce((a, b) => a * b, 1),
      ),
    );
    const expected = oneByOne(graph, data);

    const backend = cpu();
    const donated = graph.inputs.flatMap((_, index) => (random.next() < 0.5 ? [index] : []));
    const program = backend.compile(graph, { name: "random", donated, eager: false });
    for (let round = 0; round < 2; round++) {
      const buffers = graph.inputs.map(({ spec }, index) => backend.upload(data[index] as TypedArray, spec));
      const kept = buffers.filter((_, index) => !donated.includes(index));
      const results = program.run(buffers);
      const bits = (array: TypedArray): number[] => [
        ...new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
      ];
      for (const [index, buffer] of results.entries()) {
        expect(bits(backend.downloadSync?.(buffer) as TypedArray)).toEqual(
          bits(expected[index] as TypedArray),
        );
      }
      for (const [index, buffer] of kept.entries()) {
        const original = data[
          graph.inputs.findIndex((_, input) => buffers[input] === kept[index])
        ] as TypedArray;
        expect(backend.downloadSync?.(buffer)).toEqual(original);
      }
      for (const buffer of [...results, ...kept]) backend.release(buffer);
      expect(backend.memory()).toMatchObject({ buffers: 0, bytes: 0 });
    }
  },
);
