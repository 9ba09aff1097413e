import { type Graph, perOperand, type Value } from "../primitive/primitive.ts";
import { formatSpec, sameSpec } from "../tensor/spec.ts";
import { innerGraphs } from "./inner-graphs.ts";

/**
 * Checks that a graph is well formed: every value is defined once and before it is read, and every node's
 * outputs have the specs its primitive gives for its inputs; so are the graphs inside of nodes. A failure is a bug of a trace or a pass.
 *
 * @example
 * ```ts
 * import { verifyGraph } from "@elegy/autodiff/spi";
 *
 * const graph = makeGraph((x) => x.mul(2))(np.ones([3]));
 * verifyGraph(graph, "my pass") === graph; // => true
 * ```
 */
export function verifyGraph(graph: Graph, origin: string): Graph {
  const defined = new Set<Value>();
  const define = (value: Value, where: string): void => {
    if (defined.has(value)) throw new Error(`${origin}: ${where} is defined twice`);
    defined.add(value);
  };
  const read = (value: Value, where: string): void => {
    if (!defined.has(value)) throw new Error(`${origin}: ${where} is read before it is defined`);
  };
  graph.inputs.forEach((value, i) => define(value, `input ${i}`));
  graph.nodes.forEach((node, n) => {
    const where = `node ${n} (${node.primitive.name})`;
    node.inputs.forEach((value, i) => read(value, `${where} input ${i}`));
    innerGraphs(node).forEach((inner, i) => verifyGraph(inner, `${origin}: ${where} graph ${i}`));
    const specs = node.primitive.spec(perOperand(node.inputs.map((value) => value.spec)), node.params);
    if (node.outputs.length < specs.length) {
      throw new Error(`${origin}: ${where} has ${node.outputs.length} outputs, not ${specs.length}`);
    }
    node.outputs.forEach((value, i) => {
      define(value, `${where} output ${i}`);
      const spec = specs[i];
      if (spec === undefined || !sameSpec(spec, value.spec)) {
        const expected = spec === undefined ? "no such output" : formatSpec(spec);
        throw new Error(`${origin}: ${where} output ${i} is ${formatSpec(value.spec)}, not ${expected}`);
      }
    });
  });
  graph.outputs.forEach((value, i) => read(value, `output ${i}`));
  return graph;
}
