import { backward } from "../graph/backward.ts";
import { derivedFrom } from "../graph/derived-graphs.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import type { BatchAxis, Graph } from "../primitive/primitive.ts";
import { splitGraph } from "../graph/split-graph.ts";
import { Batch } from "../interpreters/batch.ts";
import { GraphBuilder, traceGraph } from "../interpreters/graph-builder.ts";
import { Jvp } from "../interpreters/jvp.ts";
import { bind, innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { CallParams } from "../primitive/params.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A compiled function applied to its arguments. Its rules transform its graph, once, and call the result. */
export const callP: PrimitiveOf<"call"> = {
  name: "call",
  kind: "call",
  spec: (_, { graph }) => graph.outputs.map((value) => value.spec),
  body: ({ graph }) => graph,
  // call(g)' = call(g')
  jvp(primals, tangents, { name, graph }) {
    const moving = tangents.map((tangent) => tangent !== null);
    const derivative = jvpGraph(graph, moving);
    const inputs = [...primals, ...tangents.filter((tangent) => tangent !== null)];
    const outputs = bind("call", inputs, called(name, derivative.graph));
    const changes = outputs.slice(graph.outputs.length).values();
    return {
      primals: outputs.slice(0, graph.outputs.length),
      tangents: derivative.moving.map((moves) => (moves ? (changes.next().value ?? null) : null)),
    };
  },
  // call(g)ᵀ = call(gᵀ)
  transpose(cotangents, operands, { name, graph }) {
    const linear = operands.map((operand) => operand.linear);
    const present = graph.outputs.map((_, i) => Boolean(cotangents[i]));
    const transposed = transposeGraph(graph, linear, present);
    const inputs = [
      ...operands.flatMap((operand) => (operand.linear ? [] : [operand.tensor])),
      ...cotangents.filter((cotangent) => cotangent !== null),
    ];
    const results = bind("call", inputs, called(name, transposed.graph)).values();
    return transposed.present.map((is) => (is ? (results.next().value ?? null) : null));
  },
  batch(operands, axes, { name, graph }, size) {
    const batched = batchGraph(graph, axes, size);
    return {
      outputs: bind("call", operands, called(name, batched)),
      axes: graph.outputs.map(() => 0),
    };
  },
  split({ name, graph }, known) {
    const split = derivedFrom(graph, `split ${known.join()}`, () => splitGraph(graph, known));
    return { ...split, known: called(name, split.known), unknown: called(name, split.unknown) };
  },
};

/** What was donated may be read again by the other part or the derivative: nothing is consumed. */
function called(name: string, graph: Graph): CallParams {
  return { name, graph, donated: [] };
}

interface DerivativeGraph {
  readonly graph: Graph;
  /** Which outputs have a tangent. */
  readonly moving: readonly boolean[];
}

function jvpGraph(graph: Graph, moving: readonly boolean[]): DerivativeGraph {
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

function transposeGraph(
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

function batchGraph(graph: Graph, axes: readonly BatchAxis[], size: number): Graph {
  return derivedFrom(graph, `batch ${axes.map(String).join()} ${size}`, () => {
    const specs = graph.inputs.map(({ spec }, i) => {
      const axis = axes[i] ?? null;
      return axis === null ? spec : { ...spec, shape: spec.shape.toSpliced(axis, 0, size) };
    });
    return traceGraph("vmap", specs, (inputs) => {
      const batch = new Batch("vmap", innermostInterpreter(), size);
      const lifted = inputs.map((tensor, i) => batch.lift({ tensor, axis: axes[i] ?? null }));
      const outputs = withInterpreter(batch, () => evaluateGraph(graph, lifted));
      return outputs.map((output): Tensor => {
        const { tensor, axis } = batch.batchedOf(output);
        return mappedInFront(tensor, axis, size);
      });
    }).graph;
  });
}
