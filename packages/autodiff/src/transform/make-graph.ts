import type { Graph } from "../primitive/primitive.ts";
import { printGraph } from "../graph/print.ts";
import { GraphBuilder } from "../interpreters/graph-builder.ts";
import { withInterpreter } from "../interpreters/stack.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";
import type { MapLeaves } from "../tree/map.ts";
import { unflatten } from "../tree/flatten.ts";
import { tensorLeaves } from "./tensor-leaves.ts";

/** A graph that prints itself. */
export interface PrintableGraph extends Graph {
  toString(): string;
}

/**
 * What a function would do with such arguments, written down as a graph.
 *
 * @example
 * ```ts
 * makeGraph((x) => x.mul(x).sum())(np.ones([3])).toString().split("\n").length; // => 4
 * ```
 */
export function makeGraph<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
): (...args: A) => PrintableGraph {
  return (...args) => {
    const graph = traced(f, args).graph;
    return { ...graph, toString: () => printGraph(graph) };
  };
}

/**
 * The shapes and dtypes of a function's result, computed without computing it.
 *
 * @example
 * ```ts
 * evalShape((x) => x.sum({ axis: 0 }), np.ones([2, 3])).shape; // => [3]
 * ```
 */
export function evalShape<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  ...args: A
): MapLeaves<R, TensorSpec> {
  const { graph, def } = traced(f, args);
  const specs = graph.outputs.map(({ spec }) => ({ ...spec, toString: () => formatSpec(spec) }));
  return unflatten(def, specs) as MapLeaves<R, TensorSpec>;
}

function traced<A extends readonly unknown[]>(f: (...args: A) => unknown, args: A) {
  const builder = new GraphBuilder("makeGraph");
  const { tensors, def } = tensorLeaves("makeGraph", "the argument", args);
  const inputs = unflatten(
    def,
    tensors.map((tensor) => builder.input(tensor.spec)),
  );
  const result = withInterpreter(builder, () =>
    // Unflattening restores the structure of the arguments.
    tensorLeaves("makeGraph", "the result", f(...(inputs as A))),
  );
  return { graph: builder.finish(result.tensors).graph, def: result.def };
}
