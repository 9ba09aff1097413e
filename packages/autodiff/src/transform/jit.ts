import { backendMismatch } from "../backend/backend-mismatch.ts";
import type { Backend } from "../backend/backend.ts";
import { backendIfSet, getBackend, withBackend } from "../backend/current-backend.ts";
import { identityOf } from "../cache/identity.ts";
import { LruCache } from "../cache/lru-cache.ts";
import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import type { Graph } from "../primitive/primitive.ts";
import { GraphBuilder } from "../interpreters/graph-builder.ts";
import { graphProgram, releasePrograms } from "../interpreters/programs.ts";
import { bindPrimitive, withInterpreter } from "../interpreters/stack.ts";
import { copy } from "../lax/elementwise.ts";
import { callP } from "../primitives/call.ts";
import { storageOf, withTensorListener } from "../tensor/concrete.ts";
import { tracedAgain } from "../source/trace-session.ts";
import { formatSpec, type TensorSpec } from "../tensor/spec.ts";
import { backendOf } from "../tensor/read.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { type FlatTree, flattenWithPath, structureText, type TreeDef, unflatten } from "../tree/flatten.ts";
import { withAnalysis } from "./analyses.ts";
import { leavesAsTensors, type TensorLeaves, tensorLeaves } from "./tensor-leaves.ts";

export interface JitOptions {
  /** Positions of arguments that are not traced but belong to the program; compared by identity. */
  readonly static?: readonly number[];
  /** Positions of arguments whose buffers the program may reuse: they cannot be used afterwards. */
  readonly donate?: readonly number[];
  /** For messages. Default: the function's own name. */
  readonly name?: string;
}

interface Compiled {
  readonly graph: Graph;
  /** Tensors from outside that the function used. */
  readonly captured: readonly Tensor[];
  readonly def: TreeDef;
}

interface PreparedCall {
  readonly compiled: Compiled;
  /** The arguments, then what is captured. */
  readonly inputs: readonly Tensor[];
  readonly donated: readonly number[];
  /** Where it is to run. */
  readonly home: Backend | null;
}

/** How many argument signatures a jitted function remembers. */
const SIGNATURES_KEPT = 64;

/**
 * Traces a function once per signature (structure, shapes, dtypes, static arguments) and runs it as one
 * compiled program.
 *
 * A trace sees tensors without values and everything else as it is at that moment: a JavaScript number, a flag or a list
 * that the function closes over becomes part of the program, and changing it later changes nothing, as in JAX. What
 * changes from call to call is an argument: a tensor or number is traced, anything else is named in `static` and compared by
 * identity, functions too. The last 64 signatures are remembered. A method keeps its `this`, which counts as static.
 *
 * @param f a pure function of trees of tensors.
 * @returns a function of the same arguments and results.
 * @throws TracedValueError if `f` uses a traced tensor as a JavaScript value.
 * @example
 * ```ts
 * const f = jit((x) => x.mul(x).sum());
 * await f(np.array([1, 2, 3])).item(); // => 14
 *
 * let scale = 2;
 * const scaled = jit((x) => x.mul(scale));
 * await scaled(np.array(1)).item(); // => 2
 * scale = 3;
 * await scaled(np.array(1)).item(); // => 2
 * const given = jit((x, by) => x.mul(by));
 * await given(np.array(1), scale).item(); // => 3
 * ```
 */
export function jit<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  options: JitOptions = {},
): (...args: A) => R {
  const name = options.name ?? (f.name || "jit");
  requirePositions("static", options.static);
  requirePositions("donate", options.donate);
  const isStatic = new Set(options.static);
  const isDonated = new Set(options.donate);
  const cache = new LruCache<Compiled>(SIGNATURES_KEPT, ({ graph }) => releasePrograms(graph));

  const prepare = (self: unknown, args: A): PreparedCall => {
    // It runs where its arguments live, and so do the tensors that it makes while it is traced.
    const trees = args.map((arg, i) => (isStatic.has(i) ? null : flattenWithPath(arg)));
    const home = homeOf(trees);
    const parts = withBackend(home, () =>
      trees.map((tree, i) => tree && leavesAsTensors(name, `argument ${i}`, tree)),
    );
    const key = parts
      .map((part, i) => (part ? signature(part.def, part.tensors) : `static ${identityText(args[i])}`))
      .join("; ")
      .concat(self === undefined ? "" : ` this ${identityText(self)}`)
      .concat(` on ${identityText(home)}`);
    // What a trace captures lives as long as the program, in or out of a scope.
    const compiled = cache.getOr(key, () =>
      withTensorListener(null, () => {
        // What the trace remembers may not keep the tensors of one call.
        const templates = parts.map((part, i) => (part ? templateOf(part) : { fixed: args[i] }));
        const apply = (...given: A): R => Reflect.apply(f, self, given);
        return withBackend(home, () => tracedAgain(() => trace(name, apply, templates)));
      }),
    );
    requireHome(name, compiled.captured, parts);
    const inputs: Tensor[] = [];
    const donated: number[] = [];
    parts.forEach((part, position) => {
      for (const tensor of part?.tensors ?? []) {
        if (isDonated.has(position)) donated.push(inputs.length);
        inputs.push(tensor);
      }
    });
    return { compiled, inputs: [...inputs, ...compiled.captured], donated, home };
  };
  const jitted = function (this: unknown, ...args: A): R {
    const { compiled, inputs, donated } = prepare(this, args);
    const { graph, def } = compiled;
    const results = bindPrimitive(callP, unshared(inputs, donated), { name, graph, donated });
    // The structure was taken from a result of f.
    return unflatten(def, results) as R;
  };
  return withAnalysis(jitted, (args) => {
    // `memoryAnalysis` gives it arguments of the function.
    const { compiled, donated, home } = prepare(undefined, args as A);
    return graphProgram(compiled.graph, home ?? getBackend(), { name, donated }).executable.memory ?? null;
  });
}

/** The backend of the first argument that has a value, or the one that is set. */
function homeOf(args: readonly (FlatTree | null)[]): Backend | null {
  for (const arg of args) {
    for (const [, leaf] of arg?.leaves ?? []) {
      const backend = isTensor(leaf) ? backendOf(leaf) : null;
      if (backend !== null) return backend;
    }
  }
  return backendIfSet();
}

/** @throws BackendMismatchError where a tensor from outside lives on another backend than the arguments. */
function requireHome(
  name: string,
  captured: readonly Tensor[],
  parts: readonly (TensorLeaves | null)[],
): void {
  for (const outer of captured) {
    const inputs = parts.flatMap((part) => part?.tensors ?? []);
    const other = inputs.find((input) => {
      const [place, backend] = [storageOf(outer)?.backend, storageOf(input)?.backend];
      return place !== undefined && backend !== undefined && place !== backend;
    });
    if (other === undefined) continue;
    const problem = "it uses a tensor from outside that lives on another backend";
    throw backendMismatch(name, problem, other, outer);
  }
}

function requirePositions(option: string, positions: readonly number[] = []): void {
  const other = positions.find((position) => !Number.isInteger(position) || position < 0);
  if (other === undefined) return;
  throw new ArgumentInvalidError({
    operation: "jit",
    problem: `${option} names no argument`,
    expected: "positions counted from 0",
    received: String(other),
  });
}

/** An argument without its values: enough to trace with. */
type Template =
  | { readonly def: TreeDef; readonly inputs: readonly { spec: TensorSpec; weak: boolean }[] }
  | { readonly fixed: unknown };

function templateOf({ def, tensors }: TensorLeaves): Template {
  return { def, inputs: tensors.map((tensor) => ({ spec: tensor.spec, weak: tensorObject(tensor).weak })) };
}

function trace<A extends readonly unknown[], R>(
  name: string,
  f: (...args: A) => R,
  templates: readonly Template[],
): Compiled {
  const builder = new GraphBuilder(name);
  const traced = templates.map((template) =>
    "fixed" in template
      ? template.fixed
      : unflatten(
          template.def,
          template.inputs.map(({ spec, weak }) => builder.input(spec, weak)),
        ),
  );
  const { tensors, def } = withInterpreter(builder, () =>
    // The traced arguments have the structure of the given ones.
    tensorLeaves(name, "the result", f(...(traced as unknown as A))),
  );
  return { ...builder.finish(tensors), def };
}

function signature(def: TreeDef, tensors: readonly Tensor[]): string {
  const specs = tensors.map((tensor) => formatSpec(tensor.spec) + (tensorObject(tensor).weak ? "~" : ""));
  return `${structureText(def)} ${specs.join(" ")}`;
}

function identityText(value: unknown): string {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  // A symbol of the global registry is its key; any other is an object of its own.
  const isOwnSymbol = typeof value === "symbol" && Symbol.keyFor(value) === undefined;
  if (isObject || isOwnSymbol) return `#${identityOf(value)}`;
  return `${typeof value} ${Object.is(value, -0) ? "-0" : JSON.stringify(String(value))}`;
}

/** A donated buffer that occurs twice is copied, so that the program owns each one it consumes. */
function unshared(tensors: readonly Tensor[], donated: readonly number[]): readonly Tensor[] {
  if (donated.length === 0) return tensors;
  const isDonated = new Set(donated);
  const seen = new Set(tensors.filter((_, i) => !isDonated.has(i)).map(storageOf));
  return tensors.map((tensor, i) => {
    const storage = storageOf(tensor);
    if (storage === null || !isDonated.has(i)) return tensor;
    if (seen.has(storage)) return copy(tensor);
    seen.add(storage);
    return tensor;
  });
}
