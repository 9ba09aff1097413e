import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { batched } from "../interpreters/batched.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { closed } from "../primitive/rules/closed-graph.ts";
import { batchedBackward } from "../primitive/rules/batched-backward.ts";
import { bodyTranspose } from "../primitive/rules/body-rules.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { FlatBackward, FlatForward } from "../primitive/call-params.ts";
import type { BatchAxis } from "../primitive/primitive.ts";
import { isFloat } from "../tensor/dtype.ts";
import { requireNoTangents } from "./custom-jvp.ts";
import { customLinearP } from "./custom-linear.ts";

/** A graph with a reverse derivative of the user's: stays whole until it is differentiated or compiled. */
export const customVjpP: PrimitiveOf<"customVjp"> = {
  name: "customVjp",
  kind: "call",
  spec: (_, { graph }) => graph.outputs.map((value) => value.spec),
  decompose: (inputs, { graph }) => evaluateGraph(graph, inputs),
  // The tangents are written down as a node that only its transpose, the user's rule, can make sense of.
  jvp(primals, tangents, { name, fwd, arguments: count }) {
    requireNoTangents(name, primals.slice(count), tangents.slice(count));
    const { results, residuals, bwd } = fwd(primals.slice(0, count));
    const moving = tangents.slice(0, count).flatMap((tangent, i) => (tangent ? [{ tangent, i }] : []));
    const floats = results.map((result) => isFloat(result.dtype));
    const changes = bindPrimitive(customLinearP, [...residuals, ...moving.map(({ tangent }) => tangent)], {
      name,
      residuals: residuals.length,
      results: results.map(({ spec }) => spec),
      bwd: (kept, cotangents) => {
        const all = bwd(kept, cotangents);
        return moving.map(({ i }) => all[i] ?? null);
      },
    });
    return { primals: results, tangents: changes.map((change, i) => (floats[i] ? change : null)) };
  },
  transpose: bodyTranspose(evaluateGraph),
  batch(operands, axes, { name, graph, fwd, arguments: count }, size, _primitive, batchGraph) {
    // The results of the rule have their mapped axis in front, all of them.
    const filled = graph.outputs.map(() => true);
    const params = {
      name,
      graph: closed(batchGraph(graph, axes, filled)).graph,
      fwd: batchedForward(fwd, axes.slice(0, count), size),
      arguments: count,
    };
    return { outputs: bindPrimitive(customVjpP, operands, params), axes: graph.outputs.map(() => 0) };
  },
};

function batchedForward(fwd: FlatForward, axes: readonly BatchAxis[], size: number): FlatForward {
  return (primals) => {
    let count = 0;
    let backward: FlatBackward = () => [];
    const outputs = batched(primals, axes, size, (examples) => {
      const { results, residuals, bwd } = fwd(examples);
      count = results.length;
      backward = bwd;
      return [...results, ...residuals];
    });
    const residuals = outputs.slice(count);
    return {
      results: outputs.slice(0, count),
      residuals,
      bwd: batchedBackward(
        backward,
        residuals.map(() => 0),
        axes,
        size,
      ),
    };
  };
}
