import type { Backend, Graph } from "@elegy/autodiff/spi";

/** When the parts of the last compilation began, by the clock of `performance`, and what they were about. */
export interface Compilation {
  readonly passesBegin: number;
  readonly backendBegins: number;
  readonly end: number;
  /** Of the graph and those inside of its nodes, as the backend gets it. */
  readonly nodes: number;
}

/** A backend that notes when what is compiled comes by. Operations that are computed at once do not count. */
export function timedBackend(inner: Backend, note: (compilation: Compilation) => void): Backend {
  let passesBegin = 0;
  return {
    name: inner.name,
    dtypes: inner.dtypes,
    // The first thing that the passes ask.
    get takes() {
      passesBegin = performance.now();
      return inner.takes ?? new Set();
    },
    upload: (data, spec) => inner.upload(data, spec),
    download: (buffer) => inner.download(buffer),
    release: (buffer) => inner.release(buffer),
    isCollectable: (buffer) => inner.isCollectable?.(buffer) ?? false,
    memory: () => inner.memory(),
    dispose: () => inner.dispose(),
    compile(graph, options) {
      const backendBegins = performance.now();
      const executable = inner.compile(graph, options);
      const end = performance.now();
      if (!options.eager) note({ passesBegin, backendBegins, end, nodes: nodesOf(graph) });
      return executable;
    },
  };
}

function nodesOf(graph: Graph): number {
  return graph.nodes.reduce((sum, { primitive, params }) => {
    const inside = primitive.graphs?.of(params) ?? [];
    return sum + 1 + inside.reduce((all, inner) => all + nodesOf(inner), 0);
  }, 0);
}
