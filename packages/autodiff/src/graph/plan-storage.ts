import type { Graph, Value } from "../primitive/primitive.ts";
import type { DType } from "../tensor/dtype.ts";
import type { TensorSpec } from "../tensor/spec.ts";
import { present } from "./present.ts";

/** A call of a kernel. */
export interface StorageStep {
  readonly kind: "step";
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Inputs that are read at each index before an output is written there: an output may take their place. */
  readonly overwritable: readonly Value[];
}

/** Another name for the same bytes. */
export interface Alias {
  readonly kind: "alias";
  readonly inputs: readonly [Value];
  readonly outputs: readonly [Value];
}

/** How a backend keeps elements in memory. */
export interface StorageLayout<Step extends StorageStep> {
  bytes(spec: TensorSpec): number;
  /** Bytes from one element to the next. */
  width(dtype: DType): number;
  /** A step that copies the elements of a value to another one. */
  copy(input: Value, output: Value): Step;
}

/** Where a storage lies: in the buffer of an input or of an output, or among the temporaries. */
export type Home =
  | { readonly kind: "input"; readonly index: number }
  | { readonly kind: "output"; readonly index: number }
  | { readonly kind: "temporary" };

/** Bytes that hold one value after another, or one under several names. */
export interface Storage {
  readonly bytes: number;
  home: Home;
  /** When it first holds something. */
  readonly first: number;
  /** When what it holds is last read, or made if nobody reads it. */
  last: number;
}

/** Bytes of an output's buffer while nothing is in it: from the first of these stages to the last, both included. */
export interface IdleBytes {
  readonly home: Exclude<Home, { readonly kind: "temporary" }>;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** A step, and its place in the order of all stages. */
export interface TimedStep<Step> {
  readonly step: Step;
  readonly time: number;
}

export interface StoragePlan<Step> {
  /** Without aliases, which need no code, but with copies where an alias would not do. */
  readonly steps: readonly TimedStep<Step>[];
  readonly storageOf: ReadonlyMap<Value, Storage>;
  readonly temporaries: readonly { readonly storage: Storage; readonly last: number }[];
  /** Where temporaries may lie before the outputs are made. */
  readonly idle: readonly IdleBytes[];
  /** For each output, the donated input whose buffer it takes over. */
  readonly takenFrom: readonly (number | null)[];
}

/** What of a graph storage depends on. */
type Ends = Pick<Graph, "inputs" | "outputs">;

/**
 * Decides which values share bytes: aliases, results in place of operands, outputs in place of donated inputs.
 *
 * @example
 * ```ts
 * import { byteSize, planStorage } from "@elegy/autodiff/spi";
 *
 * const graph = makeGraph((x) => np.tanh(x.neg()))(np.ones([3]));
 * const stages = graph.nodes.map(({ inputs, outputs }) => ({
 *   kind: "step",
 *   inputs,
 *   outputs,
 *   overwritable: inputs,
 * }));
 * const layout = { bytes: byteSize, width: () => 4, copy: (input, output) => ({ ...stages[0], input, output }) };
 * planStorage(graph, stages, [0], layout).takenFrom; // => [0]
 * ```
 */
export function planStorage<Step extends StorageStep>(
  graph: Ends,
  stages: readonly (Step | Alias)[],
  donated: readonly number[],
  layout: StorageLayout<Step>,
): StoragePlan<Step> {
  const planner = new Planner(graph, stages, donated, layout);
  for (const [time, stage] of stages.entries()) planner.place(stage, time);
  return planner.finish();
}

class Planner<Step extends StorageStep> {
  readonly #graph: Ends;
  readonly #stages: readonly (Step | Alias)[];
  readonly #layout: StorageLayout<Step>;
  readonly #storageOf = new Map<Value, Storage>();
  readonly #lastRead = new Map<Value, number>();
  readonly #outputIndex: ReadonlyMap<Value, number>;
  readonly #takenFrom: (number | null)[];
  readonly #taken = new Set<number>();
  readonly #donated: ReadonlySet<number>;
  readonly #copies = new Map<Step | Alias, Step>();

  constructor(
    graph: Ends,
    stages: readonly (Step | Alias)[],
    donated: readonly number[],
    layout: StorageLayout<Step>,
  ) {
    this.#graph = graph;
    this.#layout = layout;
    this.#stages = stages;
    this.#donated = new Set(donated);
    this.#outputIndex = new Map(graph.outputs.map((value, index) => [value, index]));
    this.#takenFrom = graph.outputs.map(() => null);
    for (const [time, { inputs }] of stages.entries())
      for (const value of inputs) this.#lastRead.set(value, time);
    for (const value of graph.outputs) this.#lastRead.set(value, Infinity);
    for (const [index, value] of graph.inputs.entries()) {
      this.#add(value, this.#create(value, -1, { kind: "input", index }));
    }
  }

  place(stage: Step | Alias, time: number): void {
    if (stage.kind === "alias") this.#placeAlias(stage, time);
    else for (const value of stage.outputs) this.#placeResult(stage, value, time);
  }

  finish(): StoragePlan<Step> {
    this.#reuseDonated();
    const storages = new Set(this.#storageOf.values());
    const steps = this.#stages.flatMap((stage, time): TimedStep<Step>[] => {
      const step = stage.kind === "alias" ? this.#copies.get(stage) : stage;
      return step === undefined ? [] : [{ step, time }];
    });
    return {
      steps,
      storageOf: this.#storageOf,
      takenFrom: this.#takenFrom,
      temporaries: [...storages]
        .filter(({ home }) => home.kind === "temporary")
        .map((storage) => ({ storage, last: storage.last })),
      idle: [...storages].flatMap((storage) => this.#idleBefore(storage)),
    };
  }

  /** The buffer of an output is there from the beginning, but for one taken over: that is first an input's. */
  #idleBefore({ home, bytes, first }: Storage): IdleBytes[] {
    if (home.kind === "temporary") return [];
    const input = home.kind === "input" ? present(this.#graph.inputs[home.index]) : null;
    const free = input === null ? 0 : present(this.#storageOf.get(input)).last + 1;
    return free < first && bytes > 0 ? [{ home, bytes, first: free, last: first - 1 }] : [];
  }

  #placeAlias(stage: Alias, time: number): void {
    const [input] = stage.inputs;
    const [output] = stage.outputs;
    const storage = present(this.#storageOf.get(input));
    const index = this.#outputIndex.get(output);
    if (index === undefined || this.#give(storage, index)) this.#add(output, storage);
    else {
      this.#copies.set(stage, this.#layout.copy(input, output));
      this.#add(output, this.#create(output, time, { kind: "output", index }));
    }
  }

  #placeResult(step: Step, value: Value, time: number): void {
    const index = this.#outputIndex.get(value);
    for (const operand of index === undefined ? step.overwritable : this.#donatedFirst(step.overwritable)) {
      const storage = present(this.#storageOf.get(operand));
      if (!this.#fits(step, storage, operand, value, time)) continue;
      if (index !== undefined && !this.#give(storage, index)) continue;
      this.#add(value, storage);
      return;
    }
    this.#add(
      value,
      this.#create(value, time, index === undefined ? { kind: "temporary" } : { kind: "output", index }),
    );
  }

  /** An output over a temporary would leave a donated input without use, and need a buffer of its own. */
  #donatedFirst(operands: readonly Value[]): readonly Value[] {
    const isInput = (value: Value): number =>
      Number(present(this.#storageOf.get(value)).home.kind === "input");
    return operands.toSorted((a, b) => isInput(b) - isInput(a));
  }

  /** Whether a value may be written over an operand: nobody reads its storage later, or elsewhere in this step. */
  #fits(step: Step, storage: Storage, operand: Value, value: Value, time: number): boolean {
    const { home } = storage;
    const owned = home.kind === "temporary" || (home.kind === "input" && this.#donated.has(home.index));
    const width = ({ spec }: Value): number => this.#layout.width(spec.dtype);
    return (
      owned &&
      storage.bytes === this.#layout.bytes(value.spec) &&
      width(operand) === width(value) &&
      storage.last <= time &&
      !step.outputs.some((other) => this.#storageOf.get(other) === storage) &&
      step.inputs.every(
        (input) => this.#storageOf.get(input) !== storage || step.overwritable.includes(input),
      )
    );
  }

  /** Makes a storage that of an output, if it is not another one's. */
  #give(storage: Storage, index: number): boolean {
    const { home } = storage;
    if (home.kind === "output") return false;
    if (home.kind === "temporary") {
      storage.home = { kind: "output", index };
      return true;
    }
    if (!this.#donated.has(home.index) || this.#taken.has(home.index)) return false;
    this.#take(home.index, index);
    return true;
  }

  /** Outputs without a home of their own move into donated inputs that are no longer read when they are made. */
  #reuseDonated(): void {
    for (const storage of new Set(this.#storageOf.values())) {
      if (storage.home.kind !== "output" || storage.bytes === 0) continue;
      const output = storage.home.index;
      const input = this.#graph.inputs.findIndex((value, index) => {
        const old = present(this.#storageOf.get(value));
        const free = this.#donated.has(index) && !this.#taken.has(index);
        return free && old.bytes === storage.bytes && old.last < storage.first;
      });
      if (input < 0) continue;
      this.#take(input, output);
      storage.home = { kind: "input", index: input };
    }
  }

  #take(input: number, output: number): void {
    this.#takenFrom[output] = input;
    this.#taken.add(input);
  }

  #create(value: Value, first: number, home: Home): Storage {
    return { bytes: this.#layout.bytes(value.spec), home, first, last: first };
  }

  #add(value: Value, storage: Storage): void {
    storage.last = Math.max(storage.last, this.#lastRead.get(value) ?? -1);
    this.#storageOf.set(value, storage);
  }
}
