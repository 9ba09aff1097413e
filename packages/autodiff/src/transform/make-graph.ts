import type { Graph } from "../primitive/primitive.ts";
import { type PrintOptions, printGraph } from "../graph/print.ts";
import { GraphBuilder } from "../interpreters/graph-builder.ts";
import { withInterpreter } from "../interpreters/stack.ts";
import { tracedWithPlaces } from "../source/trace-session.ts";
import type { DType } from "../tensor/dtype.ts";
import { formatSpec, type Shape, type TensorSpec } from "../tensor/spec.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import type { MapLeaves } from "../tree/map-leaves.ts";
import { unflatten } from "../tree/flatten.ts";
import { tensorLeaves } from "./tensor-leaves.ts";

/**
 * The shape and dtype of a tensor that was not computed. A leaf of trees.
 *
 * @example
 * ```ts
 * String(new ShapeDtypeStruct({ shape: [32, 784], dtype: "float32" })); // => f32[32,784]
 * ```
 */
export class ShapeDtypeStruct implements TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;

  constructor({ shape, dtype }: TensorSpec) {
    this.shape = shape;
    this.dtype = dtype;
  }

  toString(): string {
    return formatSpec(this);
  }
}

/** A graph that prints itself. */
export interface PrintableGraph extends Graph {
  toString(options?: PrintOptions): string;
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
    const { graph } = tracedWithPlaces(() => traced("makeGraph", f, args));
    return { ...graph, toString: (options) => printGraph(graph, options) };
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
): MapLeaves<R, ShapeDtypeStruct> {
  const { graph, def } = traced("evalShape", f, args);
  const specs = graph.outputs.map(({ spec }) => new ShapeDtypeStruct(spec));
  return unflatten(def, specs) as MapLeaves<R, ShapeDtypeStruct>;
}

function traced<A extends readonly unknown[]>(operation: string, f: (...args: A) => unknown, args: A) {
  const builder = new GraphBuilder(operation);
  const { tensors, def } = tensorLeaves(operation, "the argument", args);
  const inputs = unflatten(
    def,
    tensors.map((tensor) => builder.input(tensor.spec, tensorObject(tensor).weak)),
  );
  const result = withInterpreter(builder, () =>
    // Unflattening restores the structure of the arguments.
    tensorLeaves(operation, "the result", f(...(inputs as A))),
  );
  return { graph: builder.finish(result.tensors).graph, def: result.def };
}
