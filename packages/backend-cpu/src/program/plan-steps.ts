import type { IdleBytes, Storage, StoragePlan, Value } from "@elegy/autodiff/spi";
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
  const { temporaries, storageOf, idle } = plan;
  const steps = plan.steps.map(({ step, time }) => ({ step, time, shares: sharesOf(step, team) }));
  const needs = [
    ...temporaries.map(({ storage, last }) => ({ ...storage, last, owner: storage })),
    ...steps.flatMap(({ time, shares }) =>
      shares.map((owner) => ({ bytes: owner.kernel.workspaceBytes, first: time, last: time, owner })),
    ),
  ];
  const arena = packArena(needs, idle);
  const placeOf = new Map<Storage | Part, Place>(
    needs.map(({ owner }, index) => [owner, present(arena.places[index])]),
  );

  return {
    arenaBytes: arena.bytes,
    cooperative: steps.some(isShared),
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
        if (share.kernel.workspaceBytes > 0) temporary(present(placeOf.get(share)));
        code.call(share.kernel.define(module, crewOf(share.kernel, crew)));
      };
      // Whether one thread has done something since all met, which the others may not have seen.
      let met = true;
      for (const planned of steps) {
        const { step, shares } = planned;
        const shared = isShared(planned);
        if (shared && !met) crew.meet(code);
        met = shared;
        if (!shared) crew.first(code, () => shares.forEach((share) => call(step, share)));
        else if (step.kernel.cooperative === true) shares.forEach((share) => call(step, share));
        else {
          crew.each(
            code,
            shares.map((share) => () => call(step, share)),
          );
          crew.meet(code);
        }
      }
      if (!met) crew.meet(code);
    },
  };
}

/** Adds bytes to the address on the stack. */
function move(code: FunctionBuilder, bytes: number): void {
  if (bytes > 0) code.i32(bytes).op("i32.add");
}

/** Whether several threads do it. */
function isShared({ step, shares }: { readonly step: Step; readonly shares: readonly Part[] }): boolean {
  return shares.length > 1 || step.kernel.cooperative === true;
}

function sharesOf({ kernel, work, slices, outputs }: Step, { threads, leastWork }: Team): readonly Part[] {
  if (threads > 1 && work() > leastWork) {
    const parts = kernel.parts?.(threads) ?? evenParts(slices, outputs.length, threads);
    if (parts.length > 1) return parts;
  }
  return [{ kernel, offsets: [] }];
}
