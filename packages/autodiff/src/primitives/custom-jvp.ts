import { evaluateGraph } from "../graph/evaluate-graph.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { batched } from "../interpreters/batched.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { FlatJvp } from "../primitive/call-params.ts";
import type { BatchAxis, Tangents } from "../primitive/primitive.ts";
import { closed } from "../primitive/rules/closed-graph.ts";
import { at } from "../primitive/rules/jvp-rules.ts";
import { bodyTranspose } from "../primitive/rules/body-rules.ts";
import { isFloat } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A graph with a derivative of the user's: stays whole until it is differentiated or compiled. */
export const customJvpP: PrimitiveOf<"customJvp"> = {
  name: "customJvp",
  kind: "call",
  spec: (_, { graph }) => graph.outputs.map((value) => value.spec),
  decompose: (inputs, { graph }) => evaluateGraph(graph, inputs),
  jvp(primals, tangents, { name, rule, arguments: count }) {
    requireNoTangents(name, primals.slice(count), tangents.slice(count));
    const along = primals.slice(0, count).map((primal, i) => tangents[i] ?? zerosOf(primal.spec));
    const result = rule(primals.slice(0, count), along);
    return {
      primals: result.primals,
      tangents: result.tangents.map((tangent) => (isFloat(tangent.dtype) ? tangent : null)),
    };
  },
  // Without a tangent in sight a rule has nothing to say: the function is what its graph is.
  transpose: bodyTranspose(evaluateGraph),
  batch(operands, axes, { name, graph, rule, arguments: count }, size, _primitive, batchGraph) {
    // The results of the rule have their mapped axis in front, all of them.
    const filled = graph.outputs.map(() => true);
    const params = {
      name,
      graph: closed(batchGraph(graph, axes, filled)).graph,
      rule: batchedRule(rule, axes.slice(0, count), size),
      arguments: count,
    };
    return { outputs: bindPrimitive(customJvpP, operands, params), axes: graph.outputs.map(() => 0) };
  },
};

function batchedRule(rule: FlatJvp, axes: readonly BatchAxis[], size: number): FlatJvp {
  return (primals, tangents) => {
    let count = 0;
    const results = batched([...primals, ...tangents], [...axes, ...axes], size, (examples) => {
      const result = rule(examples.slice(0, axes.length), examples.slice(axes.length));
      count = result.primals.length;
      return [...result.primals, ...result.tangents];
    });
    return { primals: results.slice(0, count), tangents: results.slice(count) };
  };
}

/** What a function closed over is no argument of its rule: a tangent there would be lost in silence. */
export function requireNoTangents(name: string, captured: readonly Tensor[], tangents: Tangents): void {
  const moving = tangents.findIndex((tangent) => tangent !== null);
  if (moving < 0) return;
  throw new ArgumentInvalidError({
    operation: name,
    problem: "the function uses a tensor from outside that is being differentiated",
    expected: "every differentiated tensor among the arguments, so that the custom rule sees it",
    received: formatSpec(at(captured, moving).spec),
    hint: "Pass it as an argument, or stop its gradient with stopGradient.",
  });
}
