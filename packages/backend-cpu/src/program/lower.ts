import {
  type Graph,
  planStorage,
  type ProgramMemory,
  type StoragePlan,
  type TensorSpec,
  type Value,
} from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { present } from "../codegen/present.ts";
import type { Kernel, Part } from "../kernels/kernel-rule.ts";
import { roundUp } from "../memory/free-list.ts";
import { packArena } from "../plan/arena.ts";
import { linearLayout } from "../plan/linear-layout.ts";
import { schedule } from "../plan/schedule.ts";
import { stagesOf } from "../plan/stages-of.ts";
import type { Step } from "../plan/step.ts";
import { widenHalves } from "../plan/widen-halves.ts";
import { ALONE, type Crew, crewOf, ThreadCrew } from "../threads/crew.ts";
import { programMemory } from "./program-memory.ts";

/** A compiled graph, not yet bound to a memory. */
export interface Program {
  /** Exports `run(table)`; for the table see {@link tableBytes}. */
  readonly code: Uint8Array<ArrayBuffer>;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  /** For each output, the donated input whose buffer it takes over. */
  readonly takenFrom: readonly (number | null)[];
  /** The table of addresses and after it the temporaries. */
  readonly scratchBytes: number;
  readonly memory: ProgramMemory;
  /** Whether `run(table, thread)` is for every thread; else, and for a thread of −1, one does all. */
  readonly cooperative: boolean;
}

/** Who is to run a program. */
export interface Team {
  readonly threads: number;
  /** Of the memory that they share; `null` for one thread. */
  readonly memory: { readonly maximumPages: number } | null;
  /** Steps of less work, in nanoseconds, are not worth a meeting of the threads. */
  readonly leastWork: number;
}

const ONE: Team = { threads: 1, memory: null, leastWork: 0 };

/** The table lies at the start of the scratch: addresses of the inputs, then of the outputs. */
function tableBytes(inputs: number, outputs: number): number {
  return roundUp(4 * (inputs + outputs));
}

export function lower(given: Graph, donated: readonly number[], team: Team = ONE): Program {
  const graph = widenHalves(given);
  const inner = (body: Graph): Kernel => lowerGraph(body, team);
  const plan = planStorage(graph, schedule(graph, stagesOf(graph, inner), donated), donated, linearLayout);
  const module = new ModuleBuilder(team.memory);
  const { define, arenaBytes, cooperative } = planSteps(plan, team);
  const run = new FunctionBuilder(cooperative ? ["i32", "i32"] : ["i32"]);
  const [table, thread] = run.params();
  const [inputs, outputs] = [graph.inputs.length, graph.outputs.length];
  const fromTable = (slot: number): FunctionBuilder => run.get(present(table)).memory("i32.load", 4 * slot);
  const crew = cooperative ? new ThreadCrew(module, team.threads) : ALONE;
  if (crew instanceof ThreadCrew) crew.enter(run.get(present(thread)));
  define(module, crew, run, {
    input: fromTable,
    output: (index) => fromTable(inputs + index),
    arena: (bytes) =>
      run
        .get(present(table))
        .i32(tableBytes(inputs, outputs) + bytes)
        .op("i32.add"),
  });
  module.export("run", module.define(run));
  return {
    code: module.encode(),
    inputs: graph.inputs.map(({ spec }) => spec),
    outputs: graph.outputs.map(({ spec }) => spec),
    takenFrom: plan.takenFrom,
    memory: programMemory(graph, plan.takenFrom, arenaBytes),
    scratchBytes: tableBytes(inputs, outputs) + arenaBytes,
    cooperative,
  };
}

/** A graph as a kernel: a function of the addresses of its inputs and outputs, with its temporaries as workspace. */
export function lowerGraph(given: Graph, team: Team = ONE): Kernel {
  const graph = widenHalves(given);
  const inner = (body: Graph): Kernel => lowerGraph(body, team);
  const { define, arenaBytes, cooperative } = planSteps(
    planStorage(graph, schedule(graph, stagesOf(graph, inner), []), [], linearLayout),
    team,
  );
  return {
    workspaceBytes: arenaBytes,
    cooperative,
    define(module, crew) {
      const [inputs, outputs] = [graph.inputs.length, graph.outputs.length];
      const count = inputs + outputs + Number(arenaBytes > 0);
      const code = new FunctionBuilder(Array.from({ length: count }, () => "i32" as const));
      const parameter = (index: number): FunctionBuilder => code.get(present(code.params()[index]));
      define(module, crew, code, {
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
  /** Calls the kernels in order; where they are divided, all threads have met at the end. */
  define(module: ModuleBuilder, crew: Crew, code: FunctionBuilder, addresses: Addresses): void;
  readonly arenaBytes: number;
  /** Whether some of them are divided among threads. */
  readonly cooperative: boolean;
}

function planSteps({ steps, temporaries, storageOf }: StoragePlan<Step>, team: Team): PlannedSteps {
  const shares = steps.map(({ step }) => sharesOf(step, team));
  const workspaces = steps.flatMap(({ time }, index) =>
    present(shares[index]).map(({ kernel }) => ({
      bytes: kernel.workspaceBytes,
      first: time,
      last: time,
    })),
  );
  const lifetimes = temporaries.map(({ storage, last }) => ({
    bytes: storage.bytes,
    first: storage.first,
    last,
  }));
  const arena = packArena([...lifetimes, ...workspaces]);
  const offsets = new Map(temporaries.map(({ storage }, index) => [storage, present(arena.offsets[index])]));
  const workspaceOf = new Map(
    shares.flat().map((share, index) => [share, present(arena.offsets[temporaries.length + index])]),
  );
  const isShared = (index: number): boolean =>
    present(shares[index]).length > 1 || steps[index]?.step.kernel.cooperative === true;

  return {
    arenaBytes: arena.bytes,
    cooperative: steps.some((_, index) => isShared(index)),
    define(module, crew, code, addresses) {
      const address = (value: Value): void => {
        const storage = present(storageOf.get(value));
        const { home } = storage;
        if (home.kind === "input") addresses.input(home.index);
        else if (home.kind === "output") addresses.output(home.index);
        else addresses.arena(present(offsets.get(storage)));
      };
      const call = ({ inputs, outputs }: Step, share: Part): void => {
        for (const [index, value] of [...inputs, ...outputs].entries()) {
          address(value);
          const moved = share.offsets[index] ?? 0;
          if (moved > 0) code.i32(moved).op("i32.add");
        }
        if (share.kernel.workspaceBytes > 0) addresses.arena(present(workspaceOf.get(share)));
        code.call(share.kernel.define(module, crewOf(share.kernel, crew)));
      };
      // Whether one thread has done something since all met, which the others may not have seen.
      let met = true;
      for (const [index, { step }] of steps.entries()) {
        const all = present(shares[index]);
        if (!isShared(index)) {
          crew.first(code, () => all.forEach((share) => call(step, share)));
          met = false;
          continue;
        }
        if (!met) crew.meet(code);
        if (step.kernel.cooperative === true) all.forEach((share) => call(step, share));
        else {
          crew.each(
            code,
            all.map((share) => () => call(step, share)),
          );
          crew.meet(code);
        }
        met = true;
      }
      if (!met) crew.meet(code);
    },
  };
}

function sharesOf({ kernel, work }: Step, { threads, leastWork }: Team): readonly Part[] {
  const whole = [{ kernel, offsets: [] }];
  return threads > 1 && work() > leastWork ? (kernel.parts?.(threads) ?? whole) : whole;
}
