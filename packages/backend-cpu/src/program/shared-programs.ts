import { type Graph, type Node, printGraph } from "@elegy/autodiff/spi";
import type { BoundProgram } from "./bound-program.ts";
import type { Program } from "./lower.ts";

/** A program, ready to run. */
export interface CompiledProgram {
  readonly program: Program;
  readonly bound: BoundProgram;
}

/** A program that one or more executables use. */
export interface SharedProgram extends CompiledProgram {
  /** To be called once by each. */
  release(): void;
}

interface Entry extends SharedProgram {
  readonly graph: Graph;
  users: number;
}

/**
 * The programs of a backend that are in use: graphs of the same structure, compiled for the same donated inputs, have one.
 * It holds them weakly, so what nobody has any more is not kept.
 */
export class SharedPrograms {
  /** By what is quickly seen of a graph. */
  readonly #alike = new Map<string, Set<WeakRef<Entry>>>();
  readonly #dropped = new FinalizationRegistry<() => void>((forget) => forget());

  /** The program of a graph; `make` compiles it if there is none. */
  take(graph: Graph, donated: readonly number[], make: () => CompiledProgram): SharedProgram {
    const { nodes } = graph;
    const key = `${printGraph({ ...graph, nodes: nodes.slice(-1) })} ${nodes.length} ${donated.join()}`;
    const alike = this.#alike.get(key) ?? new Set();
    for (const ref of alike) {
      const known = ref.deref();
      if (known === undefined || known.users === 0) continue;
      if (printGraph(known.graph) !== printGraph(graph)) continue;
      known.users++;
      return known;
    }
    const made: Entry = {
      ...make(),
      graph: { ...graph, nodes: nodes.map(withoutSource) },
      users: 1,
      release() {
        made.users--;
        if (made.users === 0) made.bound.dispose();
      },
    };
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
