import { derivedFrom } from "../../graph/derived-graphs.ts";
import { evaluateGraph } from "../../graph/evaluate-graph.ts";
import { GraphBuilder } from "../../interpreters/graph-builder.ts";
import { Jvp } from "../../interpreters/jvp.ts";
import { withInterpreter } from "../../interpreters/stack.ts";
import { zerosOf } from "../../lax/creation.ts";
import type { Graph, WithCaptured } from "../primitive.ts";
import { closed } from "./closed-graph.ts";

interface DerivativeGraph extends WithCaptured {
  /** From the inputs and the tangents of those that move to the outputs and the tangents of those that move. */
  readonly graph: Graph;
  /** Which outputs have a tangent. */
  readonly moving: readonly boolean[];
}

/** As {@link openJvpGraph}, for where nothing can be captured. */
export function jvpGraph(
  graph: Graph,
  moving: readonly boolean[],
  filled: readonly boolean[] = [],
): DerivativeGraph {
  return closed(openJvpGraph(graph, moving, filled));
}

/** The derivative of a graph along some of its inputs; outputs in `filled` get a tangent even if it is zero. */
export function openJvpGraph(
  graph: Graph,
  moving: readonly boolean[],
  filled: readonly boolean[] = [],
): DerivativeGraph {
  return derivedFrom(graph, `jvp ${moving.join()} ${filled.join()}`, () => {
    const builder = new GraphBuilder("jvp");
    const primals = graph.inputs.map((value) => builder.input(value.spec));
    const tangents = graph.inputs.map((value, i) => (moving[i] ? builder.input(value.spec) : null));
    const jvp = new Jvp("jvp", builder);
    const lifted = primals.map((primal, i) => jvp.lift({ primal, tangent: tangents[i] ?? null }));
    const outputs = withInterpreter(jvp, () => evaluateGraph(graph, lifted)).map((output) =>
      jvp.dualOf(output),
    );
    const changes = withInterpreter(builder, () =>
      outputs.map(({ primal, tangent }, i) => tangent ?? (filled[i] ? zerosOf(primal.spec) : null)),
    );
    return {
      ...builder.finish([
        ...outputs.map(({ primal }) => primal),
        ...changes.filter((change) => change !== null),
      ]),
      moving: changes.map((change) => change !== null),
    };
  });
}
