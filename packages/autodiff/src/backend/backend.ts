import type { Graph } from "../primitive/primitive.ts";
import type { DType, TypedArray } from "../tensor/dtype.ts";
import type { TensorSpec } from "../tensor/spec.ts";

export interface CompileOptions {
  /** For messages and profiles: the name of the user's function or of the primitive. */
  readonly name: string;
  /**
   * Indices of inputs whose buffers the program may consume: reuse in place, or release. After `run` the
   * caller never touches them again, unless it throws an error whose `argumentsKept` is `true`.
   */
  readonly donated: readonly number[];
  /**
   * `true` for one eager operation, whose results are many, small and left to the garbage collector: a backend
   * with memory of its own keeps them in collectable host buffers if it can.
   */
  readonly eager: boolean;
}

export interface Executable<Buffer> {
  /** One buffer per graph output, each a fresh one of the caller's own. */
  run(inputs: readonly Buffer[]): Buffer[];
  /** Present where memory is planned when a graph is compiled. */
  readonly memory?: ProgramMemory;
  dispose(): void;
}

/** How many bytes one run of a compiled program needs. */
export interface ProgramMemory {
  readonly argumentBytes: number;
  readonly outputBytes: number;
  /** Those of the outputs that lie in the buffers of donated arguments. */
  readonly aliasBytes: number;
  /** What is computed on the way, and the room to compute it. */
  readonly temporaryBytes: number;
  /** All of it at once: arguments, outputs that are not aliases, temporaries. */
  readonly peakBytes: number;
}

export interface BackendMemory {
  /** Buffers handed out and not yet released. */
  readonly buffers: number;
  /** Bytes in them. */
  readonly bytes: number;
  /**
   * The most bytes that were in use at a time of the memory which the backend has for buffers and temporaries. Present
   * where it has such memory of its own.
   */
  readonly peakBytes?: number;
  /** How large that memory is now, in use or not. */
  readonly reservedBytes?: number;
}

/**
 * The contract between the tracing layer and a device. Shapes and dtypes were checked before a backend sees
 * them: it trusts. The graph it compiles is verified, has no derived primitive but those in `takes`, no two outputs
 * that are one value, and no output that is an input; so have the graphs inside of its `cond`, `while` and `scan`.
 */
export interface Backend<Buffer = unknown> {
  readonly name: string;
  readonly dtypes: ReadonlySet<DType>;
  /** Names of the derived primitives it takes whole; the others are decomposed before `compile`. */
  readonly takes?: ReadonlySet<string>;
  /** Copies; the caller keeps `data`. */
  upload(data: TypedArray, spec: TensorSpec): Buffer;
  /** A copy of the elements. */
  download(buffer: Buffer): Promise<TypedArray>;
  /** Present where the host can wait for the device. */
  downloadSync?(buffer: Buffer): TypedArray;
  release(buffer: Buffer): void;
  /**
   * `true` for a buffer that the backend itself notices being dropped, so that nobody has to release it. The
   * tracing layer then keeps no finalizer, which would hold on to the buffer: a loop of eager operations that
   * never yields, where finalizers do not run, stays in bounded memory if the elements are ordinary JavaScript
   * memory.
   */
  isCollectable?(buffer: Buffer): boolean;
  compile(graph: Graph, options: CompileOptions): Executable<Buffer>;
  memory(): BackendMemory;
  dispose(): void;
}
