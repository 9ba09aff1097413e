import { wrongArgument } from "../errors/received.ts";
import { backendMismatch } from "../backend/backend-mismatch.ts";
import type { Backend } from "../backend/backend.ts";
import { backendIfSet, getBackend, withBackend } from "../backend/current-backend.ts";
import { present } from "../graph/present.ts";
import type { Graph } from "../primitive/primitive.ts";
import { GraphBuilder } from "../interpreters/graph-builder.ts";
import { graphProgram, releasePrograms } from "../interpreters/programs.ts";
import { bindPrimitive, withInterpreter } from "../interpreters/stack.ts";
import { copy } from "../lax/elementwise.ts";
import { callP } from "../primitives/call.ts";
import { storageOf, withTensorListener } from "../tensor/concrete.ts";
import { tracedAgain } from "../source/trace-session.ts";
import { sameSpec, type TensorSpec } from "../tensor/spec.ts";
import { backendOf } from "../tensor/read.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { tensorObject } from "../tensor/tensor-object.ts";
import { flatten, type TreeDef, unflatten } from "../tree/flatten.ts";
import { sameStructure } from "../tree/same-structure.ts";
import { withAnalysis } from "./analyses.ts";
import { leavesAsTensors, tensorLeaves } from "./tensor-leaves.ts";

export interface JitOptions {
  /** Positions of arguments that are not traced but belong to the program; compared by identity. */
  readonly static?: readonly number[];
  /** Positions of arguments whose buffers the program may reuse: they cannot be used afterwards. */
  readonly donate?: readonly number[];
  /** For messages. Default: the function's own name. */
  readonly name?: string;
}

/** What a call is compiled for. */
interface Signature {
  readonly self: unknown;
  /** Where it is to run. */
  readonly home: Backend | null;
  /** The static arguments, at their positions. */
  readonly fixed: readonly unknown[];
  /** Of the arguments, with nothing in place of those that are static. */
  readonly def: TreeDef;
  /** Of their tensors; not the values, which are of one call only. */
  readonly specs: readonly TensorSpec[];
  readonly weak: readonly boolean[];
}

/** What comes of it. */
interface Traced {
  readonly graph: Graph;
  /** Tensors from outside that the function used. */
  readonly captured: readonly Tensor[];
  /** Of the result. */
  readonly def: TreeDef;
}

interface Compiled {
  readonly signature: Signature;
  readonly traced: Traced;
  readonly donated: readonly number[];
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
  /** The last used first. */
  const known: Compiled[] = [];

  const prepare = (self: unknown, args: A): readonly [Compiled, readonly Tensor[]] => {
    // It runs where its arguments live, and so do the tensors that it makes while it is traced.
    const trees = args.map((arg, i) => flatten(isStatic.has(i) ? null : arg));
    const home = homeOf(trees);
    const parts = withBackend(home, () =>
      trees.map((tree, i) => leavesAsTensors(name, `argument ${i}`, tree)),
    );
    const tensors = parts.flatMap((part) => part.tensors);
    const signature: Signature = {
      self,
      home,
      fixed: args.map((arg, i) => isStatic.has(i) && arg),
      def: { kind: "array", children: parts.map((part) => part.def) },
      specs: tensors.map((tensor) => tensor.spec),
      weak: tensors.map((tensor) => tensorObject(tensor).weak),
    };
    const position = known.findIndex((candidate) => isSame(candidate.signature, signature));
    let compiled = known[position];
    if (compiled === undefined) {
      const areDonated = parts.flatMap((part, i) => part.tensors.map(() => isDonated.has(i)));
      const donated = areDonated.flatMap((is, i) => (is ? [i] : []));
      compiled = { signature, traced: trace(name, f, signature, isStatic), donated };
      known.unshift(compiled);
      known.splice(SIGNATURES_KEPT).forEach(({ traced }) => releasePrograms(traced.graph));
    } else if (position > 0) known.unshift(...known.splice(position, 1));
    const { captured } = compiled.traced;
    requireHome(name, captured, tensors);
    return [compiled, tensors.concat(captured)];
  };
  const jitted = function (this: unknown, ...args: A): R {
    const [{ traced, donated }, inputs] = prepare(this, args);
    const { graph, def } = traced;
    const results = bindPrimitive(callP, unshared(inputs, donated), { name, graph, donated });
    // The structure was taken from a result of f.
    return unflatten(def, results) as R;
  };
  return withAnalysis(jitted, (args) => {
    // `memoryAnalysis` gives it arguments of the function.
    const [{ signature, traced, donated }] = prepare(undefined, args as A);
    const backend = signature.home ?? getBackend();
    return graphProgram(traced.graph, backend, { name, donated }).executable.memory ?? null;
  });
}

/** The backend of the first argument that has a value, or the one that is set. */
function homeOf(args: readonly ReturnType<typeof flatten>[]): Backend | null {
  for (const [leaves] of args) {
    for (const leaf of leaves) {
      const backend = isTensor(leaf) ? backendOf(leaf) : null;
      if (backend !== null) return backend;
    }
  }
  return backendIfSet();
}

/** @throws BackendMismatchError where a tensor from outside lives on another backend than the arguments. */
function requireHome(name: string, captured: readonly Tensor[], inputs: readonly Tensor[]): void {
  for (const outer of captured) {
    const place = storageOf(outer)?.backend;
    // What is traced is nowhere.
    const other = inputs.find((input) => {
      const backend = storageOf(input)?.backend;
      return (backend ?? place) !== (place ?? backend);
    });
    if (other === undefined) continue;
    const problem = "it uses a tensor from outside that lives on another backend";
    throw backendMismatch(name, problem, other, outer);
  }
}

function requirePositions(option: string, positions: readonly number[] = []): void {
  const other = positions.find((position) => !Number.isInteger(position) || position < 0);
  if (other === undefined) return;
  throw wrongArgument("jit", `${option} names no argument`, "positions counted from 0", other);
}

function isSame(a: Signature, b: Signature): boolean {
  return (
    a.home === b.home &&
    a.self === b.self &&
    sameStructure(a.def, b.def) &&
    a.fixed.every((value, i) => Object.is(value, b.fixed[i])) &&
    a.specs.every((spec, i) => a.weak[i] === b.weak[i] && sameSpec(spec, present(b.specs[i])))
  );
}

/** What the trace remembers may not keep the tensors of one call: it sees nothing of them. */
function trace<A extends readonly unknown[], R>(
  name: string,
  f: (...args: A) => R,
  { self, home, fixed, def, specs, weak }: Signature,
  isStatic: ReadonlySet<number>,
): Traced {
  const build = (): Traced => {
    const builder = new GraphBuilder(name);
    const args = unflatten(
      def,
      specs.map((spec, i) => builder.input(spec, weak[i])),
    ) as readonly unknown[];
    const traced = args.map((arg, i) => (isStatic.has(i) ? fixed[i] : arg));
    const result = withInterpreter(builder, () =>
      // The traced arguments have the structure of the given ones.
      tensorLeaves(name, "the result", Reflect.apply(f, self, traced as unknown as A)),
    );
    return { ...builder.finish(result.tensors), def: result.def };
  };
  // What a trace captures lives as long as the program, in or out of a scope.
  return withTensorListener(null, () => withBackend(home, () => tracedAgain(build)));
}

/** A donated buffer that occurs twice is copied, so that the program owns each one it consumes. */
function unshared(tensors: readonly Tensor[], donated: readonly number[]): readonly Tensor[] {
  if (donated.length === 0) return tensors;
  const storages = tensors.map(storageOf);
  if (new Set(storages).size === storages.length) return tensors;
  return tensors.map((tensor, i) => {
    const storage = storages[i];
    if (!storage || !donated.includes(i)) return tensor;
    const isRead = storages.some((other, j) => other === storage && !donated.includes(j));
    return isRead || storages.indexOf(storage) < i ? copy(tensor) : tensor;
  });
}
