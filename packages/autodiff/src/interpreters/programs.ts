import type { Backend, CompileOptions, Executable } from "../backend/backend.ts";
import { LruCache } from "../cache/lru-cache.ts";
import { DTypeUnsupportedError } from "../errors/tensor-errors.ts";
import { type Graph, perOperand, type Primitive } from "../primitive/primitive.ts";
import { paramText } from "../graph/param-text.ts";
import { printGraph } from "../graph/print.ts";
import { innerGraphs } from "../graph/inner-graphs.ts";
import { runPipeline } from "../graph/passes/pipeline.ts";
import { atPlace } from "../source/source.ts";
import { formatSpec, sameShape, type TensorSpec } from "../tensor/spec.ts";

/** A compiled graph and what comes out of it. */
export interface Program {
  readonly executable: Executable<unknown>;
  readonly outputs: readonly TensorSpec[];
}

const OPERATIONS_KEPT = 4096;
const operations = new WeakMap<Backend, LruCache<Program>>();
const graphs = new WeakMap<Graph, GraphProgram[]>();

interface GraphProgram extends Program {
  readonly backend: Backend;
  readonly donated: readonly number[];
}

/** One operation on operands of given specs, compiled once per backend. */
export function operationProgram(
  primitive: Primitive,
  params: object,
  operands: readonly TensorSpec[],
  backend: Backend,
): Program {
  let cache = operations.get(backend);
  if (cache === undefined) {
    cache = new LruCache<Program>(OPERATIONS_KEPT, ({ executable }) => executable.dispose());
    operations.set(backend, cache);
  }
  const key = `${primitive.name} ${paramText(params, printGraph)} ${operands.map(formatSpec).join(" ")}`;
  return cache.getOr(key, () => {
    const inputs = operands.map((spec) => ({ spec }));
    const outputs = primitive.spec(perOperand(operands), params).map((spec) => ({ spec }));
    const graph = { inputs, nodes: [{ primitive, params, inputs, outputs }], outputs };
    return compile(graph, backend, { name: primitive.name, donated: [], eager: true });
  });
}

/** A whole graph, compiled once per backend and choice of donated inputs. */
export function graphProgram(
  graph: Graph,
  backend: Backend,
  options: Omit<CompileOptions, "eager">,
): Program {
  const { donated } = options;
  const programs = graphs.get(graph) ?? [];
  // Positions are lists of numbers, as shapes are.
  const found = programs.find(
    (program) => program.backend === backend && sameShape(program.donated, donated),
  );
  if (found) return found;
  const program = { ...compile(graph, backend, { ...options, eager: false }), backend, donated };
  graphs.set(graph, [...programs, program]);
  return program;
}

/** Frees what was compiled from a graph that nobody will call again. */
export function releasePrograms(graph: Graph): void {
  graphs.get(graph)?.forEach(({ executable }) => executable.dispose());
  graphs.delete(graph);
}

function compile(graph: Graph, backend: Backend, options: CompileOptions): Program {
  const optimized = runPipeline(graph, backend.takes ?? new Set());
  requireDTypes(optimized, backend, options.name);
  return {
    executable: backend.compile(optimized, options),
    outputs: optimized.outputs.map((value) => value.spec),
  };
}

function requireDTypes(graph: Graph, backend: Backend, operation: string): void {
  graph.inputs.forEach(({ spec }) => requireDType(spec, backend, operation));
  for (const node of graph.nodes) {
    const { primitive, source, outputs } = node;
    for (const { spec } of outputs) {
      if (!backend.dtypes.has(spec.dtype)) {
        const { name } = primitive;
        requireDType(spec, backend, name === operation ? name : `${operation}: ${name}${atPlace(source)}`);
      }
    }
    innerGraphs(node).forEach((inner) => requireDTypes(inner, backend, operation));
  }
}

/** @throws DTypeUnsupportedError for a dtype the backend has not. */
export function requireDType(
  spec: TensorSpec,
  backend: Backend,
  operation: string,
  hint: string = 'Choose another dtype: np.array(data, { dtype: "float32" }).',
): void {
  if (backend.dtypes.has(spec.dtype)) return;
  throw new DTypeUnsupportedError({
    operation,
    problem: `the ${backend.name} backend has no ${spec.dtype}`,
    expected: [...backend.dtypes].join(", "),
    received: formatSpec(spec),
    hint,
  });
}
