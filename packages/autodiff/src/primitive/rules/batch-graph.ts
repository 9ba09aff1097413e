import { derivedFrom } from "../../graph/derived-graphs.ts";
import { evaluateGraph } from "../../graph/evaluate-graph.ts";
import { Batch } from "../../interpreters/batch.ts";
import { traceGraph } from "../../interpreters/graph-builder.ts";
import { innermostInterpreter, withInterpreter } from "../../interpreters/stack.ts";
import type { BatchAxis, Graph } from "../primitive.ts";
import { mappedInFront } from "./batch-rules.ts";
import { closed, type WithCaptured } from "./closed-graph.ts";

interface BatchedGraph extends WithCaptured {
  readonly graph: Graph;
  /** For each output 0, or `null` if it is the same for all examples. */
  readonly axes: readonly (0 | null)[];
}

/** As {@link openBatchGraph}, for where nothing can be captured. */
export function batchGraph(
  graph: Graph,
  axes: readonly BatchAxis[],
  size: number,
  filled: readonly boolean[] = [],
): BatchedGraph {
  return closed(openBatchGraph(graph, axes, size, filled));
}

/** A graph for a stack of examples; outputs in `filled` are stacked even if they are the same for all. */
export function openBatchGraph(
  graph: Graph,
  axes: readonly BatchAxis[],
  size: number,
  filled: readonly boolean[] = [],
): BatchedGraph {
  return derivedFrom(graph, `batch ${axes.map(String).join()} ${size} ${filled.join()}`, () => {
    const specs = graph.inputs.map(({ spec }, i) => {
      const axis = axes[i] ?? null;
      return axis === null ? spec : { ...spec, shape: spec.shape.toSpliced(axis, 0, size) };
    });
    let outputAxes: readonly (0 | null)[] = [];
    const traced = traceGraph("vmap", specs, (inputs) => {
      const batch = new Batch("vmap", innermostInterpreter(), size);
      const lifted = inputs.map((tensor, i) => batch.lift({ tensor, axis: axes[i] ?? null }));
      const outputs = withInterpreter(batch, () => evaluateGraph(graph, lifted)).map((output) =>
        batch.batchedOf(output),
      );
      outputAxes = outputs.map(({ axis }, i) => (axis === null && !filled[i] ? null : 0));
      return outputs.map(({ tensor, axis }, i) =>
        outputAxes[i] === 0 ? mappedInFront(tensor, axis, size) : tensor,
      );
    });
    return { ...traced, axes: outputAxes };
  });
}
