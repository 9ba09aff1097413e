import type { Graph, TensorSpec, Value } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { present } from "../codegen/present.ts";
import { roundUp } from "../memory/free-list.ts";
import { packArena } from "../plan/arena.ts";
import { stagesOf } from "../plan/stages-of.ts";
import { planStorage, type StoragePlan } from "../plan/storage.ts";

/** A compiled graph, not yet bound to a memory. */
export interface Program {
  /** Exports `run(table)`; for the table see {@link tableBytes}. */
  readonly code: Uint8Array<ArrayBuffer>;
  /** Functions of `HOST_MATH` it imports. */
  readonly imports: readonly string[];
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** For each output, the donated input whose buffer it takes over. */
  readonly takenFrom: readonly (number | null)[];
  /** The table of addresses and after it the temporaries. */
  readonly scratchBytes: number;
}

/** The table lies at the start of the scratch: addresses of the inputs, then of the outputs. */
function tableBytes(inputs: number, outputs: number): number {
  return roundUp(4 * (inputs + outputs));
}

export function lower(graph: Graph, donated: readonly number[]): Program {
  const plan = planStorage(graph, stagesOf(graph), donated);
  const module = new ModuleBuilder();
  const { run, arenaBytes } = emitRun(module, graph, plan);
  module.export("run", module.define(run));
  return {
    code: module.encode(),
    imports: module.importNames(),
    inputs: graph.inputs.map(({ spec }) => spec),
    outputs: graph.outputs.map(({ spec }) => spec),
    takenFrom: plan.takenFrom,
    scratchBytes: tableBytes(graph.inputs.length, graph.outputs.length) + arenaBytes,
  };
}

interface Run {
  readonly run: FunctionBuilder;
  readonly arenaBytes: number;
}

/** The function that calls the kernels in order. */
function emitRun(module: ModuleBuilder, graph: Graph, { steps, temporaries, storageOf }: StoragePlan): Run {
  const workspaces = steps.map(({ step, time }) => ({
    bytes: step.kernel.workspaceBytes,
    first: time,
    last: time,
  }));
  const lifetimes = temporaries.map(({ storage, last }) => ({
    bytes: storage.bytes,
    first: storage.first,
    last,
  }));
  const arena = packArena([...lifetimes, ...workspaces]);
  const offsets = new Map(temporaries.map(({ storage }, index) => [storage, present(arena.offsets[index])]));

  const inputs = graph.inputs.length;
  const run = new FunctionBuilder(["i32"]);
  const table = present(run.params()[0]);
  const fromTable = (slot: number): FunctionBuilder => run.get(table).memory("i32.load", 4 * slot);
  const fromArena = (bytes: number): FunctionBuilder =>
    run
      .get(table)
      .i32(tableBytes(inputs, graph.outputs.length) + bytes)
      .op("i32.add");
  const address = (value: Value): FunctionBuilder => {
    const storage = present(storageOf.get(value));
    switch (storage.home.kind) {
      case "input":
        return fromTable(storage.home.index);
      case "output":
        return fromTable(inputs + storage.home.index);
      case "temporary":
        return fromArena(present(offsets.get(storage)));
    }
  };

  for (const [index, { step }] of steps.entries()) {
    for (const value of [...step.inputs, ...step.outputs]) address(value);
    if (step.kernel.workspaceBytes > 0) fromArena(present(arena.offsets[temporaries.length + index]));
    run.call(step.kernel.define(module));
  }
  return { run, arenaBytes: arena.bytes };
}
