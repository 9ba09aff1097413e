import { type DataFlow, Grouping, type Node, present, type Shape, type Value } from "@elegy/autodiff/spi";
import { reducedAxes, ruleOf } from "../kernels/rule-of.ts";
import type { Views } from "./views.ts";

/** Nodes computed by one kernel: elementwise ones, perhaps with reductions and what follows them, or a single one of any kind. */
export type Group = readonly Node[];

/** Beyond this many nodes a kernel gains nothing and runs out of registers. */
const MOST_NODES = 96;

/** The shape over which a group reduces, and along which axes. */
export interface Reduced {
  readonly shape: Shape;
  readonly axes: readonly number[];
}

/**
 * Elementwise nodes joined with the makers of their operands as far as possible, and reductions with both: with what is
 * computed of each element before, and of each result after.
 */
export function fuse(
  flow: DataFlow,
  views: Views,
  outputs: ReadonlySet<Value>,
  mostBuffers: number,
): Group[] {
  const nodesAt = (members: readonly number[]): Node[] => members.map((index) => present(flow.nodes[index]));
  const grouping = new Grouping(flow, MOST_NODES, (makers, readers) => {
    const nodes = [...nodesAt(makers), ...nodesAt(readers)];
    return (
      haveOneDomain(nodes) && buffersOf(nodes, [...makers, ...readers], flow, views, outputs) <= mostBuffers
    );
  });
  for (const [index, node] of flow.nodes.entries()) {
    if (!isFusible(node)) continue;
    for (const value of node.inputs) {
      const made = flow.maker.get(value);
      if (made !== undefined && isFusible(present(flow.nodes[made]))) grouping.join(made, index);
    }
  }
  return grouping.inOrder().map(nodesAt);
}

export function isFusible(node: Node): boolean {
  const { kind } = ruleOf(node);
  return kind === "elementwise" || kind === "reduction";
}

export function shapeOf(node: Node): Shape {
  return present(node.outputs[0]).spec.shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** What the reductions of a group have in common, if there are any. */
export function reducedBy(nodes: Group): Reduced | null {
  const node = nodes.find((one) => ruleOf(one).kind === "reduction");
  return node === undefined ? null : { shape: present(node.inputs[0]).spec.shape, axes: reducedAxes(node) };
}

/** One shape for all; or that of the elements that are reduced and that of the results. */
function haveOneDomain(nodes: Group): boolean {
  const reduced = reducedBy(nodes);
  if (reduced === null) return nodes.every((node) => sameShape(shapeOf(node), shapeOf(present(nodes[0]))));
  const left = reduced.shape.filter((_, axis) => !reduced.axes.includes(axis));
  return nodes.every((node) => {
    if (ruleOf(node).kind !== "reduction") {
      return sameShape(shapeOf(node), reduced.shape) || sameShape(shapeOf(node), left);
    }
    return (
      sameShape(present(node.inputs[0]).spec.shape, reduced.shape) &&
      sameShape(reducedAxes(node), reduced.axes)
    );
  });
}

/** How many buffers a kernel of these nodes is bound to. */
function buffersOf(
  nodes: Group,
  members: readonly number[],
  { readers }: DataFlow,
  views: Views,
  lasting: ReadonlySet<Value>,
): number {
  const made = new Set(nodes.flatMap((node) => node.outputs));
  const read = new Set<Value>();
  for (const value of nodes.flatMap((node) => node.inputs)) {
    if (made.has(value)) continue;
    for (const leaf of views.leavesOf(value, false)) read.add(leaf.value);
  }
  const inside = new Set(members);
  const written = nodes.flatMap((node, i) => {
    const elsewhere = present(readers[present(members[i])]).some((reader) => !inside.has(reader));
    return node.outputs.filter((value) => elsewhere || lasting.has(value));
  });
  return read.size + written.length;
}
