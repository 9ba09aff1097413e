import { type Graph, planStorage, type ProgramMemory, type TensorSpec } from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../assembler/function-builder.ts";
import { ModuleBuilder } from "../assembler/module-builder.ts";
import { present } from "../codegen/present.ts";
import type { Kernel } from "../kernels/kernel-rule.ts";
import { roundUp } from "../memory/free-list.ts";
import { inStrips } from "../plan/in-strips.ts";
import { linearLayout } from "../plan/linear-layout.ts";
import { schedule } from "../plan/schedule.ts";
import { stagesOf } from "../plan/stages-of.ts";
import type { Stage } from "../plan/step.ts";
import { widenHalves } from "../plan/widen-halves.ts";
import { ALONE, ThreadCrew } from "../threads/crew.ts";
import { planSteps } from "./plan-steps.ts";
import { programMemory } from "./program-memory.ts";
import { ONE, type Team } from "./team.ts";

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

/** What a graph is given and gives. */
type Ends = Pick<Graph, "inputs" | "outputs">;

/** The table lies at the start of the scratch: addresses of the inputs, then of the outputs. */
function tableBytes(inputs: number, outputs: number): number {
  return roundUp(4 * (inputs + outputs));
}

export function lower(given: Graph, donated: readonly number[], team: Team = ONE): Program {
  const graph = widenHalves(given);
  const stages = schedule(graph, stagesIn(graph, team), donated);
  const plan = planStorage(graph, stages, donated, linearLayout);
  const module = new ModuleBuilder(team.memory);
  const { define, arenaBytes, cooperative } = planSteps(plan, team);
  const run = new FunctionBuilder(cooperative ? ["i32", "i32"] : ["i32"]);
  const [table, thread] = run.params;
  const [inputs, outputs] = [graph.inputs.length, graph.outputs.length];
  const fromTable = (slot: number): FunctionBuilder => run.get(table).memory("i32.load", 4 * slot);
  const crew = cooperative ? new ThreadCrew(module, team.threads) : ALONE;
  if (crew instanceof ThreadCrew) crew.enter(run.get(present(thread)));
  define(module, crew, run, {
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
  return stagesKernel(graph, schedule(graph, stagesIn(graph, team), []), team);
}

/** What a program does, in the order of the graph; steps over the same rows in strips. */
export function stagesIn(graph: Graph, team: Team = ONE): Stage[] {
  const stages = stagesOf(graph, (inner) => lowerGraph(inner, team));
  return inStrips(stages, graph.outputs, team.strips, (inputs, outputs, strip) =>
    stagesKernel({ inputs, outputs }, strip, ONE),
  );
}

function stagesKernel(ends: Ends, stages: readonly Stage[], team: Team): Kernel {
  const plan = planStorage(ends, stages, [], linearLayout);
  // Whoever calls it may have it write a result over an operand, which is to be read before.
  const { define, arenaBytes, cooperative } = planSteps({ ...plan, idle: [] }, team);
  const [inputs, outputs] = [ends.inputs.length, ends.outputs.length];
  return {
    workspaceBytes: arenaBytes,
    cooperative,
    define(module, crew) {
      const count = inputs + outputs + Number(arenaBytes > 0);
      const code = FunctionBuilder.ofAddresses(count);
      const parameter = (index: number): FunctionBuilder => code.get(present(code.params[index]));
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
