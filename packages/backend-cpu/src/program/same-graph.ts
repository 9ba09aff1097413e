import { formatSpec, type Graph, paramText, printGraph, type Value } from "@elegy/autodiff/spi";

/** Whether two graphs have the same structure: then one program computes both. */
export function sameGraph(first: Graph, second: Graph): boolean {
  const partners = new Map<Value, Value>();
  const pairs = (
    some: readonly Value[],
    others: readonly Value[],
    fit: (value: Value, other: Value) => boolean,
  ): boolean =>
    some.length === others.length &&
    some.every((value, i) => {
      const other = others[i];
      return other !== undefined && fit(value, other);
    });
  const define = (value: Value, other: Value): boolean => {
    partners.set(value, other);
    return formatSpec(value.spec) === formatSpec(other.spec);
  };
  const read = (value: Value, other: Value): boolean => partners.get(value) === other;
  return (
    first.nodes.length === second.nodes.length &&
    pairs(first.inputs, second.inputs, define) &&
    first.nodes.every((node, i) => {
      const other = second.nodes[i];
      return (
        other !== undefined &&
        node.primitive === other.primitive &&
        pairs(node.inputs, other.inputs, read) &&
        pairs(node.outputs, other.outputs, define) &&
        paramText(node.params, printGraph) === paramText(other.params, printGraph)
      );
    }) &&
    pairs(first.outputs, second.outputs, read)
  );
}
