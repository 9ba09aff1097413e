import type { Node, Shape } from "@elegy/autodiff/spi";
import { present } from "../codegen/present.ts";
import { kernelRule } from "../kernels/kernel-table.ts";
import type { DataFlow } from "./data-flow.ts";

/** Nodes computed together: several elementwise ones of one shape, or a single one of any kind. */
export type Group = readonly Node[];

/** Beyond this many nodes a loop gains nothing and runs out of registers. */
const MOST_NODES = 96;

/** Elementwise nodes joined with the makers of their operands as far as possible, in an order of evaluation. */
export function fuse(flow: DataFlow): Group[] {
  const grouping = new Grouping(flow);
  for (const [index, node] of flow.nodes.entries()) {
    if (!isElementwise(node)) continue;
    for (const value of node.inputs) {
      const made = flow.maker.get(value);
      if (made === undefined) continue;
      const maker = present(flow.nodes[made]);
      if (isElementwise(maker) && sameShape(shapeOf(maker), shapeOf(node))) grouping.join(made, index);
    }
  }
  return grouping.inOrder().map((members) => members.map((index) => present(flow.nodes[index])));
}

export function isElementwise(node: Node): boolean {
  return kernelRule(node.primitive.name).kind === "elementwise";
}

export function shapeOf(node: Node): Shape {
  return present(node.outputs[0]).spec.shape;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** A partition of the nodes whose quotient graph stays acyclic. Groups are named by one of their members. */
class Grouping {
  readonly #flow: DataFlow;
  readonly #groupOf: number[];
  readonly #members: Map<number, number[]>;

  constructor(flow: DataFlow) {
    this.#flow = flow;
    this.#groupOf = flow.nodes.map((_, index) => index);
    this.#members = new Map(flow.nodes.map((_, index) => [index, [index]]));
  }

  /** Joins the groups of two nodes, unless a third group would come to stand both after and before the whole. */
  join(maker: number, reader: number): void {
    const first = present(this.#groupOf[maker]);
    const second = present(this.#groupOf[reader]);
    if (first === second) return;
    const together = [...this.#of(first), ...this.#of(second)];
    if (together.length > MOST_NODES || this.#reachesThroughOthers(first, second)) return;
    this.#members.set(
      first,
      together.toSorted((a, b) => a - b),
    );
    this.#members.delete(second);
    for (const index of together) this.#groupOf[index] = first;
  }

  /** Each group after those it reads from, otherwise as early as its last member stood. */
  inOrder(): number[][] {
    const waiting = new Map<number, number>();
    for (const group of this.#members.keys()) {
      for (const next of this.#readersOf(group)) waiting.set(next, (waiting.get(next) ?? 0) + 1);
    }
    const ready = [...this.#members.keys()].filter((group) => !waiting.has(group));
    const order: number[][] = [];
    for (;;) {
      ready.sort((a, b) => present(this.#of(b).at(-1)) - present(this.#of(a).at(-1)));
      const group = ready.pop();
      if (group === undefined) return order;
      order.push(this.#of(group));
      for (const next of this.#readersOf(group)) {
        const left = present(waiting.get(next)) - 1;
        waiting.set(next, left);
        if (left === 0) ready.push(next);
      }
    }
  }

  #of(group: number): number[] {
    return present(this.#members.get(group));
  }

  #readersOf(group: number): Set<number> {
    const readers = new Set<number>();
    for (const index of this.#of(group)) {
      for (const reader of present(this.#flow.readers[index])) readers.add(present(this.#groupOf[reader]));
    }
    readers.delete(group);
    return readers;
  }

  #reachesThroughOthers(from: number, to: number): boolean {
    const seen = new Set<number>([to]);
    const open = [...this.#readersOf(from)].filter((group) => group !== to);
    for (;;) {
      const group = open.pop();
      if (group === undefined) return false;
      if (seen.has(group)) continue;
      seen.add(group);
      for (const next of this.#readersOf(group)) {
        if (next === to) return true;
        open.push(next);
      }
    }
  }
}
