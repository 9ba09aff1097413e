import { backward } from "../../graph/backward.ts";
import { derivedFrom } from "../../graph/derived-graphs.ts";
import { GraphBuilder } from "../../interpreters/graph-builder.ts";
import { withInterpreter } from "../../interpreters/stack.ts";
import { zerosOf } from "../../lax/creation.ts";
import type { Graph, WithCaptured } from "../primitive.ts";
import { closed } from "./closed-graph.ts";

interface TransposedGraph extends WithCaptured {
  /** From the known inputs and the cotangents that are present to those of the linear inputs that are present. */
  readonly graph: Graph;
  /** Which inputs of the original have a cotangent. */
  readonly present: readonly boolean[];
}

/** As {@link openTransposeGraph}, for where nothing can be captured. */
export function transposeGraph(
  graph: Graph,
  linear: readonly boolean[],
  cotangentPresent: readonly boolean[],
  filled: readonly boolean[] = [],
): TransposedGraph {
  return closed(openTransposeGraph(graph, linear, cotangentPresent, filled));
}

/** The transpose of a graph that is linear in some inputs; those in `filled` get a cotangent even if it is zero. */
export function openTransposeGraph(
  graph: Graph,
  linear: readonly boolean[],
  cotangentPresent: readonly boolean[],
  filled: readonly boolean[] = [],
): TransposedGraph {
  const key = `transpose ${linear.join()} ${cotangentPresent.join()} ${filled.join()}`;
  return derivedFrom(graph, key, () => {
    const builder = new GraphBuilder("transpose");
    const operands = graph.inputs.map((value, i) => (linear[i] ? null : builder.input(value.spec)));
    const cotangents = graph.outputs.map((value, i) =>
      cotangentPresent[i] ? builder.input(value.spec) : null,
    );
    const results = withInterpreter(builder, () =>
      backward(graph, operands, cotangents).map(
        (result, i) => result ?? (filled[i] && graph.inputs[i] ? zerosOf(graph.inputs[i].spec) : null),
      ),
    );
    return {
      ...builder.finish(results.filter((result) => result !== null)),
      present: results.map((result) => result !== null),
    };
  });
}
