import { type Graph, type Node, printGraph } from "@elegy/autodiff/spi";
import type { Heap } from "../memory/heap.ts";
import type { ThreadTeam } from "../threads/thread-team.ts";
import { type BoundProgram, bindProgram } from "./bound-program.ts";
import type { Program } from "./lower.ts";

/** A program that one or more executables use. */
export class SharedProgram {
  readonly graph: Graph;
  readonly program: Program;
  /** What is bound to a heap goes with it. */
  readonly #bound = new WeakMap<Heap, BoundProgram>();
  #users = 1;

  constructor(graph: Graph, program: Program) {
    this.graph = graph;
    this.program = program;
  }

  get isInUse(): boolean {
    return this.#users > 0;
  }

  /** One more uses it. */
  share(): this {
    this.#users++;
    return this;
  }

  boundTo(heap: Heap, team: ThreadTeam): BoundProgram {
    const known = this.#bound.get(heap);
    if (known !== undefined) return known;
    const bound = bindProgram(this.program, heap, team);
    this.#bound.set(heap, bound);
    return bound;
  }

  /**
   * To be called once by each that uses it.
   *
   * @param heap of now, if there is one.
   */
  release(heap: Heap | null): void {
    this.#users--;
    if (this.#users === 0 && heap !== null) this.#bound.get(heap)?.dispose();
  }
}

/**
 * The programs of a backend that are in use: graphs of the same structure, compiled for the same donated inputs, have one.
 * They are held weakly: a program goes with the last executable that has it.
 */
export class SharedPrograms {
  /** By what is quickly seen of a graph. */
  readonly #alike = new Map<string, Set<WeakRef<SharedProgram>>>();
  readonly #dropped = new FinalizationRegistry<() => void>((forget) => forget());

  /** The program of a graph; `make` compiles it if there is none. */
  take(graph: Graph, donated: readonly number[], make: () => Program): SharedProgram {
    const { nodes } = graph;
    const key = `${printGraph({ ...graph, nodes: nodes.slice(-1) })} ${nodes.length} ${donated.join()}`;
    const alike = this.#alike.get(key) ?? new Set();
    for (const ref of alike) {
      const known = ref.deref();
      if (known?.isInUse === true && printGraph(known.graph) === printGraph(graph)) return known.share();
    }
    const made = new SharedProgram({ ...graph, nodes: nodes.map(withoutSource) }, make());
    const ref = new WeakRef(made);
    this.#alike.set(key, alike.add(ref));
    this.#dropped.register(made, () => {
      alike.delete(ref);
      if (alike.size === 0) this.#alike.delete(key);
    });
    return made;
  }
}

/** What a node says about the user's calls would keep functions alive. */
function withoutSource({ primitive, params, inputs, outputs }: Node): Node {
  return { primitive, params, inputs, outputs };
}
