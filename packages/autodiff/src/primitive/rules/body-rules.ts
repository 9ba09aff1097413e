import type { Tensor } from "../../tensor/tensor.ts";
import type { Graph, JvpRule, TransposeRule } from "../primitive.ts";
import { openJvpGraph } from "./jvp-graph.ts";
import { openTransposeGraph } from "./transpose-graph.ts";

/** How a primitive that applies a graph applies one made of it: as a node of its own kind, or at once. */
type Apply<P> = (graph: Graph, inputs: readonly Tensor[], params: P) => readonly Tensor[];

interface WithBody {
  readonly graph: Graph;
}

/** (apply g)' = apply g' */
export function bodyJvp<P extends WithBody>(apply: Apply<P>): JvpRule<P> {
  return (primals, tangents, params) => {
    const derivative = openJvpGraph(
      params.graph,
      tangents.map((tangent) => tangent !== null),
    );
    const outputs = apply(
      derivative.graph,
      [...primals, ...tangents.filter((tangent) => tangent !== null), ...derivative.captured],
      params,
    );
    const count = params.graph.outputs.length;
    return { primals: outputs.slice(0, count), tangents: spread(outputs.slice(count), derivative.moving) };
  };
}

/** (apply g)ᵀ = apply gᵀ */
export function bodyTranspose<P extends WithBody>(apply: Apply<P>): TransposeRule<P> {
  return (cotangents, operands, params) => {
    const linear = operands.map((operand) => operand.linear);
    const present = params.graph.outputs.map((_, i) => Boolean(cotangents[i]));
    const transposed = openTransposeGraph(params.graph, linear, present);
    const known = operands.flatMap((operand) => (operand.linear ? [] : [operand.tensor]));
    const given = cotangents.filter((cotangent) => cotangent !== null);
    return spread(
      apply(transposed.graph, [...known, ...given, ...transposed.captured], params),
      transposed.present,
    );
  };
}

/** Each tensor in its place; `null`, a zero, where there is none. */
function spread(tensors: readonly Tensor[], present: readonly boolean[]): readonly (Tensor | null)[] {
  const next = tensors.values();
  return present.map((is) => (is ? (next.next().value ?? null) : null));
}
