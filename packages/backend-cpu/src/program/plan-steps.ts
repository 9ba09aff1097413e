import type { IdleBytes, StoragePlan, Value } from "@elegy/autodiff/spi";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { present } from "../codegen/present.ts";
import type { Part } from "../kernels/kernel-rule.ts";
import { packArena, type Place } from "../plan/arena.ts";
import { evenParts } from "../plan/cut.ts";
import type { Step } from "../plan/step.ts";
import { type Crew, crewOf } from "../threads/crew.ts";
import type { Team } from "./team.ts";

/** Puts an address on the stack. */
export interface Addresses {
  input(index: number): void;
  output(index: number): void;
  arena(bytes: number): void;
}

export interface PlannedSteps {
  /** Calls the kernels in order; where they are divided, all threads have met at the end. */
  define(module: ModuleBuilder, crew: Crew, code: FunctionBuilder, addresses: Addresses): void;
  readonly arenaBytes: number;
  /** Whether some of them are divided among threads. */
  readonly cooperative: boolean;
}

export function planSteps(plan: StoragePlan<Step>, team: Team): PlannedSteps {
  const { steps, temporaries, storageOf, idle } = plan;
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
  const arena = packArena([...lifetimes, ...workspaces], idle);
  const placeOf = new Map(temporaries.map(({ storage }, index) => [storage, present(arena.places[index])]));
  const workspaceOf = new Map(
    shares.flat().map((share, index) => [share, present(arena.places[temporaries.length + index])]),
  );
  const isShared = (index: number): boolean =>
    present(shares[index]).length > 1 || steps[index]?.step.kernel.cooperative === true;

  return {
    arenaBytes: arena.bytes,
    cooperative: steps.some((_, index) => isShared(index)),
    define(module, crew, code, addresses) {
      const end = ({ kind, index }: IdleBytes["home"]): void =>
        kind === "input" ? addresses.input(index) : addresses.output(index);
      const temporary = ({ room, offset }: Place): void => {
        if (room === null) addresses.arena(offset);
        else {
          end(present(idle[room]).home);
          move(code, offset);
        }
      };
      const address = (value: Value): void => {
        const storage = present(storageOf.get(value));
        if (storage.home.kind === "temporary") temporary(present(placeOf.get(storage)));
        else end(storage.home);
      };
      const call = ({ inputs, outputs }: Step, share: Part): void => {
        for (const [index, value] of [...inputs, ...outputs].entries()) {
          address(value);
          move(code, share.offsets[index] ?? 0);
        }
        if (share.kernel.workspaceBytes > 0) temporary(present(workspaceOf.get(share)));
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

/** Adds bytes to the address on the stack. */
function move(code: FunctionBuilder, bytes: number): void {
  if (bytes > 0) code.i32(bytes).op("i32.add");
}

function sharesOf({ kernel, work, slices, outputs }: Step, { threads, leastWork }: Team): readonly Part[] {
  if (threads > 1 && work() > leastWork) {
    const parts = kernel.parts?.(threads) ?? evenParts(slices, outputs.length, threads);
    if (parts.length > 1) return parts;
  }
  return [{ kernel, offsets: [] }];
}
