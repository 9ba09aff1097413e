import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { batched } from "../interpreters/batched.ts";
import { bind } from "../interpreters/stack.ts";
import { reduceSum } from "../lax/reduction.ts";
import { batchGraph } from "../primitive/rules/batch-graph.ts";
import { moveFrontTo } from "../primitive/rules/batch-rules.ts";
import { bodyTranspose } from "../primitive/rules/body-rules.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { FlatBackward, FlatForward } from "../primitive/call-params.ts";
import type { BatchAxis } from "../primitive/primitive.ts";
import { isFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { requireNoTangents } from "./custom-jvp.ts";

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
    const changes = bind("customLinear", [...residuals, ...moving.map(({ tangent }) => tangent)], {
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
  batch(operands, axes, { name, graph, fwd, arguments: count }, size) {
    // The results of the rule have their mapped axis in front, all of them.
    const filled = graph.outputs.map(() => true);
    const params = {
      name,
      graph: batchGraph(graph, axes, size, filled).graph,
      fwd: batchedForward(fwd, axes.slice(0, count), size),
      arguments: count,
    };
    return { outputs: bind("customVjp", operands, params), axes: graph.outputs.map(() => 0) };
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

/**
 * A backward rule for stacks: cotangents have their mapped axis in front, those of the arguments where these have
 * it; what is the same for all examples gets the sum of their cotangents.
 */
export function batchedBackward(
  bwd: FlatBackward,
  residualAxes: readonly BatchAxis[],
  axes: readonly BatchAxis[],
  size: number,
): FlatBackward {
  return (residuals, cotangents) => {
    let present: readonly boolean[] = [];
    const inputs = [...residuals, ...cotangents];
    const results = batched(inputs, [...residualAxes, ...cotangents.map(() => 0)], size, (examples) => {
      const given = bwd(examples.slice(0, residuals.length), examples.slice(residuals.length));
      present = given.map((cotangent) => cotangent !== null);
      return given.filter((cotangent) => cotangent !== null);
    }).values();
    return present.map((is, i): Tensor | null => {
      const stack = is ? results.next().value : undefined;
      if (stack === undefined) return null;
      const axis = axes[i] ?? null;
      return axis === null ? reduceSum(stack, [0]) : moveFrontTo(stack, axis);
    });
  };
}
