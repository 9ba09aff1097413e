import type { DataFlow } from "./data-flow.ts";
import { present } from "./present.ts";

/** How many edges a search between two groups follows. Where it would be more, they are far apart: they stay apart. */
const MOST_EDGES = 1024;

/** Whether the nodes of a group and those of another that reads from it can be computed together. */
export type FitsTogether = (makers: readonly number[], readers: readonly number[]) => boolean;

/**
 * A partition of the nodes whose quotient graph stays acyclic. Groups are named by one of their members, and kept in an
 * order in which each stands after those it reads from: so a search between two groups needs to look only at what stands
 * between them. Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs" (2006).
 *
 * @example
 * ```ts
 * import { dataFlow, Grouping } from "@elegy/autodiff/spi";
 *
 * const graph = makeGraph((x) => np.tanh(x).mul(x))(np.ones([3]));
 * const grouping = new Grouping(dataFlow(graph), 8);
 * grouping.join(0, 1);
 * grouping.inOrder(); // => [[0,1]]
 * ```
 */
export class Grouping {
  readonly #flow: DataFlow;
  readonly #mostNodes: number;
  readonly #fits: FitsTogether;
  readonly #groupOf: number[];
  readonly #members: Map<number, number[]>;
  /** The place of a group in the order. */
  readonly #rank: number[];

  constructor(flow: DataFlow, mostNodes: number, fits: FitsTogether = () => true) {
    this.#flow = flow;
    this.#mostNodes = mostNodes;
    this.#fits = fits;
    this.#groupOf = flow.nodes.map((_, index) => index);
    this.#members = new Map(flow.nodes.map((_, index) => [index, [index]]));
    this.#rank = flow.nodes.map((_, index) => index);
  }

  /** Joins the groups of two nodes, unless a third group would come to stand both after and before the whole. */
  join(maker: number, reader: number): void {
    const first = present(this.#groupOf[maker]);
    const second = present(this.#groupOf[reader]);
    if (first === second) return;
    const [ours, theirs] = [this.#of(first), this.#of(second)];
    if (ours.length + theirs.length > this.#mostNodes || !this.#fits(ours, theirs)) return;
    const after = this.#between(first, second, "readers");
    const before = after && this.#between(second, first, "makers");
    if (after === null || before === null) return;

    this.#rearrange(first, second, before, after);
    this.#members.set(
      first,
      [...ours, ...theirs].toSorted((a, b) => a - b),
    );
    this.#members.delete(second);
    for (const index of theirs) this.#groupOf[index] = first;
  }

  /** Each group after those it reads from, otherwise as early as its last member stood. */
  inOrder(): number[][] {
    const waiting = new Map<number, number>();
    for (const group of this.#members.keys()) {
      for (const next of this.#neighbours(group, "readers")) waiting.set(next, (waiting.get(next) ?? 0) + 1);
    }
    // Descending by the last member.
    const ready = [...this.#members.keys()]
      .filter((group) => !waiting.has(group))
      .toSorted((a, b) => this.#lastOf(b) - this.#lastOf(a));
    const order: number[][] = [];
    for (;;) {
      const group = ready.pop();
      if (group === undefined) return order;
      order.push(this.#of(group));
      for (const next of this.#neighbours(group, "readers")) {
        const left = present(waiting.get(next)) - 1;
        waiting.set(next, left);
        if (left === 0) this.#insert(ready, next);
      }
    }
  }

  #insert(ready: number[], group: number): void {
    const last = this.#lastOf(group);
    let low = 0;
    let high = ready.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#lastOf(present(ready[middle])) > last) low = middle + 1;
      else high = middle;
    }
    ready.splice(low, 0, group);
  }

  #of(group: number): number[] {
    return present(this.#members.get(group));
  }

  #lastOf(group: number): number {
    return present(this.#of(group).at(-1));
  }

  /** The groups that read what a group makes, or make what it reads. */
  #neighbours(group: number, side: "readers" | "makers"): Set<number> {
    const groups = new Set<number>();
    for (const index of this.#of(group)) {
      for (const other of present(this.#flow[side][index])) groups.add(present(this.#groupOf[other]));
    }
    groups.delete(group);
    return groups;
  }

  /** The groups reached from one without passing the other, and before it; `null` if one of them leads to it. */
  #between(from: number, to: number, side: "readers" | "makers"): Set<number> | null {
    const limit = present(this.#rank[to]);
    const isBefore = (group: number): boolean => {
      const rank = present(this.#rank[group]);
      return side === "readers" ? rank < limit : rank > limit;
    };
    const seen = new Set<number>();
    const open = [from];
    let edges = 0;
    for (;;) {
      const group = open.pop();
      if (group === undefined) return seen;
      for (const next of this.#neighbours(group, side)) {
        if (next === to && group !== from) return null;
        if (++edges > MOST_EDGES) return null;
        if (next === to || seen.has(next) || !isBefore(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
  }

  /** Gives the places of all to what stands before the joined group, to itself, and to what stands after it. */
  #rearrange(first: number, second: number, before: Set<number>, after: Set<number>): void {
    const byRank = (groups: Iterable<number>): number[] =>
      [...groups].toSorted((a, b) => present(this.#rank[a]) - present(this.#rank[b]));
    const order = [...byRank(before), first, ...byRank(after)];
    const places = byRank([...before, first, second, ...after]).map((group) => present(this.#rank[group]));
    for (const [position, group] of order.entries()) this.#rank[group] = present(places[position]);
  }
}
