import { type Graph, planStorage, type StoragePlan, type TensorSpec, type Value } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { present } from "../codegen/present.ts";
import type { Kernel } from "../kernels/kernel-rule.ts";
import { roundUp } from "../memory/free-list.ts";
import { packArena } from "../plan/arena.ts";
import { linearLayout } from "../plan/linear-layout.ts";
import { stagesOf } from "../plan/stages-of.ts";
import type { Step } from "../plan/step.ts";
import { widenHalves } from "../plan/widen-halves.ts";

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

export function lower(given: Graph, donated: readonly number[]): Program {
  const graph = widenHalves(given);
  const plan = planStorage(graph, stagesOf(graph, lowerGraph), donated, linearLayout);
  const module = new ModuleBuilder();
  const run = new FunctionBuilder(["i32"]);
  const table = present(run.params()[0]);
  const [inputs, outputs] = [graph.inputs.length, graph.outputs.length];
  const fromTable = (slot: number): FunctionBuilder => run.get(table).memory("i32.load", 4 * slot);
  const { define, arenaBytes } = planSteps(plan);
  define(module, run, {
    input: fromTable,
    output: (index) => fromTable(inputs + index),
    arena: (bytes) =>
      run
        .get(table)
        .i32(tableBytes(inputs, outputs) + bytes)
        .op("i32.add"),
  });
  module.export("run", module.define(run));
  return {
    code: module.encode(),
    imports: module.importNames(),
    inputs: graph.inputs.map(({ spec }) => spec),
    outputs: graph.outputs.map(({ spec }) => spec),
    takenFrom: plan.takenFrom,
    scratchBytes: tableBytes(inputs, outputs) + arenaBytes,
  };
}

/** A graph as a kernel: a function of the addresses of its inputs and outputs, with its temporaries as workspace. */
export function lowerGraph(given: Graph): Kernel {
  const graph = widenHalves(given);
  const { define, arenaBytes } = planSteps(planStorage(graph, stagesOf(graph, lowerGraph), [], linearLayout));
  return {
    workspaceBytes: arenaBytes,
    define(module) {
      const [inputs, outputs] = [graph.inputs.length, graph.outputs.length];
      const count = inputs + outputs + Number(arenaBytes > 0);
      const code = new FunctionBuilder(Array.from({ length: count }, () => "i32" as const));
      const parameter = (index: number): FunctionBuilder => code.get(present(code.params()[index]));
      define(module, code, {
        input: parameter,
        output: (index) => parameter(inputs + index),
        // Temporaries of no bytes have an address too, which nobody reads.
        arena: (bytes) =>
          arenaBytes === 0
            ? code.i32(0)
            : parameter(inputs + outputs)
                .i32(bytes)
                .op("i32.add"),
      });
      return module.define(code);
    },
  };
}

/** Puts an address on the stack. */
interface Addresses {
  input(index: number): void;
  output(index: number): void;
  arena(bytes: number): void;
}

interface PlannedSteps {
  /** Calls the kernels in order. */
  define(module: ModuleBuilder, code: FunctionBuilder, addresses: Addresses): void;
  readonly arenaBytes: number;
}

function planSteps({ steps, temporaries, storageOf }: StoragePlan<Step>): PlannedSteps {
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

  return {
    arenaBytes: arena.bytes,
    define(module, code, addresses) {
      const address = (value: Value): void => {
        const storage = present(storageOf.get(value));
        const { home } = storage;
        if (home.kind === "input") addresses.input(home.index);
        else if (home.kind === "output") addresses.output(home.index);
        else addresses.arena(present(offsets.get(storage)));
      };
      for (const [index, { step }] of steps.entries()) {
        for (const value of [...step.inputs, ...step.outputs]) address(value);
        if (step.kernel.workspaceBytes > 0)
          addresses.arena(present(arena.offsets[temporaries.length + index]));
        code.call(step.kernel.define(module));
      }
    },
  };
}
