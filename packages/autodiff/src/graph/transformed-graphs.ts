import { Batch } from "../interpreters/batch.ts";
import { GraphBuilder, traceGraph } from "../interpreters/graph-builder.ts";
import { Jvp } from "../interpreters/jvp.ts";
import { innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import type { BatchAxis, Graph } from "../primitive/primitive.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { backward } from "./backward.ts";
import { derivedFrom } from "./derived-graphs.ts";
import { evaluateGraph } from "./evaluate-graph.ts";

interface DerivativeGraph {
  readonly graph: Graph;
  /** Which outputs have a tangent. */
  readonly moving: readonly boolean[];
}

/** A graph with its derivative: from the primals and the tangents of the moving inputs to both of the outputs. */
export function jvpGraph(graph: Graph, moving: readonly boolean[]): DerivativeGraph {
  return derivedFrom(graph, `jvp ${moving.join()}`, () => {
    const builder = new GraphBuilder("jvp");
    const primals = graph.inputs.map((value) => builder.input(value.spec));
    const tangents = graph.inputs.map((value, i) => (moving[i] ? builder.input(value.spec) : null));
    const jvp = new Jvp("jvp", builder);
    const lifted = primals.map((primal, i) => jvp.lift({ primal, tangent: tangents[i] ?? null }));
    const outputs = withInterpreter(jvp, () => evaluateGraph(graph, lifted)).map((output) =>
      jvp.dualOf(output),
    );
    const changes = outputs.flatMap(({ tangent }) => (tangent ? [tangent] : []));
    return {
      graph: builder.finish([...outputs.map(({ primal }) => primal), ...changes]).graph,
      moving: outputs.map(({ tangent }) => tangent !== null),
    };
  });
}

interface TransposedGraph {
  readonly graph: Graph;
  /** Which inputs of the original have a cotangent. */
  readonly present: readonly boolean[];
}

/** A linear graph backwards: from the other inputs and the cotangents there are to the cotangents of the linear inputs. */
export function transposeGraph(
  graph: Graph,
  linear: readonly boolean[],
  cotangentPresent: readonly boolean[],
): TransposedGraph {
  return derivedFrom(graph, `transpose ${linear.join()} ${cotangentPresent.join()}`, () => {
    const builder = new GraphBuilder("transpose");
    const operands = graph.inputs.map((value, i) => (linear[i] ? null : builder.input(value.spec)));
    const cotangents = graph.outputs.map((value, i) =>
      cotangentPresent[i] ? builder.input(value.spec) : null,
    );
    const results = withInterpreter(builder, () => backward(graph, operands, cotangents));
    return {
      graph: builder.finish(results.filter((result) => result !== null)).graph,
      present: results.map((result) => result !== null),
    };
  });
}

/** A graph over stacks of examples; the mapped axis of every output is in front. */
export function batchGraph(graph: Graph, axes: readonly BatchAxis[], size: number): Graph {
  return derivedFrom(graph, `batch ${axes.map(String).join()} ${size}`, () => {
    const specs = graph.inputs.map(({ spec }, i) => {
      const axis = axes[i] ?? null;
      return axis === null ? spec : { ...spec, shape: spec.shape.toSpliced(axis, 0, size) };
    });
    return traceGraph("vmap", specs, (inputs) =>
      batched(inputs, axes, size, (examples) => evaluateGraph(graph, examples)),
    ).graph;
  });
}

/** Applies a function of one example to stacks of them; the mapped axis of every result is in front. */
export function batched(
  inputs: readonly Tensor[],
  axes: readonly BatchAxis[],
  size: number,
  f: (examples: readonly Tensor[]) => readonly Tensor[],
): readonly Tensor[] {
  const batch = new Batch("vmap", innermostInterpreter(), size);
  const lifted = inputs.map((tensor, i) => batch.lift({ tensor, axis: axes[i] ?? null }));
  return withInterpreter(batch, () => f(lifted)).map((output) => {
    const { tensor, axis } = batch.batchedOf(output);
    return mappedInFront(tensor, axis, size);
  });
}
