import { backward } from "../graph/backward.ts";
import { evaluateGraph } from "../graph/evaluate-graph.ts";
import type { Graph } from "../primitive/primitive.ts";
import { eliminateDeadCode } from "../graph/passes/eliminate-dead-code.ts";
import { Jvp } from "../interpreters/jvp.ts";
import { PartialEval } from "../interpreters/partial-eval.ts";
import { innermostInterpreter, withInterpreter } from "../interpreters/stack.ts";
import { zerosOf } from "../lax/creation.ts";
import { isFloat } from "../tensor/dtype.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A function at a point: its value there, and its derivative as a linear function in both directions. */
export interface LinearizedTensors {
  readonly primals: readonly Tensor[];
  /** From tangents of the arguments to tangents of the results. */
  pushforward(tangents: readonly Tensor[]): readonly Tensor[];
  /** From cotangents of the results to cotangents of the arguments. */
  pullback(cotangents: readonly Tensor[]): readonly Tensor[];
  /** A tensor made inside the function, as its value. */
  valueOf(tensor: Tensor): Tensor;
}

/**
 * Differentiates by partial evaluation: the values are known and computed, the tangents unknown and written
 * down. What is written is linear, so it can be run forward, and backward by transposition.
 */
export function linearizeTensors(
  name: string,
  inputs: readonly Tensor[],
  f: (inputs: readonly Tensor[]) => readonly Tensor[],
): LinearizedTensors {
  const partial = new PartialEval(name, innermostInterpreter());
  const jvp = new Jvp(name, partial);
  const tangents = inputs.map((input) => (isFloat(input.dtype) ? partial.unknown(input.spec) : null));
  const lifted = inputs.map((primal, i) => jvp.lift({ primal, tangent: tangents[i] ?? null }));
  const duals = withInterpreter(jvp, () => f(lifted)).map((output) => jvp.dualOf(output));

  const moving = duals.flatMap(({ tangent }) => (tangent ? [tangent] : []));
  const { graph: traced, captured } = partial.finish(moving);
  const graph: Graph = eliminateDeadCode(traced);
  const positions = duals.map(({ tangent }) => (tangent ? moving.indexOf(tangent) : -1));

  return {
    primals: duals.map(({ primal }) => primal),
    pushforward(directions) {
      const moved = directions.filter((_, i) => tangents[i]);
      const results = evaluateGraph(graph, [...moved, ...captured]);
      return duals.map(({ primal }, i) => results[positions[i] ?? -1] ?? zerosOf(primal.spec));
    },
    pullback(cotangents) {
      const operands = [...tangents.filter(Boolean).map(() => null), ...captured];
      const incoming = cotangents.filter((_, i) => duals[i]?.tangent);
      const results = backward(graph, operands, incoming).values();
      return inputs.map((input, i) => (tangents[i] && results.next().value) || zerosOf(input.spec));
    },
    valueOf: (tensor) => jvp.dualOf(tensor).primal,
  };
}
