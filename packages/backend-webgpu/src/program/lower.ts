import {
  type Graph,
  planStorage,
  present,
  type Storage,
  type StorageLayout,
  type StoragePlan,
  type TimedStep,
  type Value,
} from "@elegy/autodiff/spi";
import type { DeviceTraits } from "../kernels/kernel-rule.ts";
import { storedBytes, storedWidth } from "../memory/layout.ts";
import { assignCells, type Lifetime } from "../plan/cells.ts";
import type { GpuStep } from "../plan/gpu-step.ts";
import { stagesOf } from "../plan/stages-of.ts";
import type { Dispatch } from "../kernels/dispatch.ts";
import { graphsOf } from "./control-graphs.ts";
import type { Pipelines } from "./pipelines.ts";
import type { Action, Program, Ref } from "./program.ts";

/** What programs are made with. */
export interface Workshop {
  readonly traits: DeviceTraits;
  readonly pipelines: Pipelines;
}

const layout: StorageLayout<GpuStep> = {
  bytes: storedBytes,
  width: storedWidth,
  copy: (input, output) => ({
    kind: "step",
    work: { kind: "copy" },
    inputs: [input],
    outputs: [output],
    overwritable: [],
  }),
};

/** Compiles a graph: what is done on the device, in which buffers. */
export function lower(graph: Graph, name: string, donated: readonly number[], workshop: Workshop): Program {
  const plan = planStorage(graph, stagesOf(graph, workshop.traits), donated, layout);
  const { refs, lifetimes } = temporariesOf(plan);
  const refOf = (value: Value): Ref => present(refs.get(present(plan.storageOf.get(value))));
  const drafts: Draft[] = plan.steps.flatMap((timed) => draftsOf(timed, plan, refOf, lifetimes));
  const { cellOf, bytes } = assignCells(lifetimes);
  const placed = (ref: Ref): Ref =>
    ref.kind === "temporary" ? { kind: "temporary", index: present(cellOf[ref.index]) } : ref;
  return {
    name,
    outputs: graph.outputs.map(({ spec }) => spec),
    actions: drafts.map((draft) => actionOf(draft, placed, name, workshop)),
    temporaries: bytes,
    takenFrom: plan.takenFrom,
  };
}

/** The contents of a buffer that never change. */
interface ConstantBytes {
  readonly kind: "uniform";
  readonly bytes: Uint8Array;
}

/** An action whose temporaries are not yet shared out among buffers. */
type Draft =
  | {
      readonly kind: "dispatch";
      readonly dispatch: Dispatch;
      readonly buffers: readonly (Ref | ConstantBytes)[];
    }
  | { readonly kind: "copy"; readonly from: Ref; readonly to: Ref; readonly bytes: number }
  | {
      readonly kind: "control";
      readonly step: GpuStep & { readonly work: { readonly kind: "control" } };
      readonly inputs: readonly Ref[];
      readonly outputs: readonly Ref[];
    };

function temporariesOf(plan: StoragePlan<GpuStep>): {
  readonly refs: ReadonlyMap<Storage, Ref>;
  readonly lifetimes: Lifetime[];
} {
  const refs = new Map<Storage, Ref>();
  const lifetimes: Lifetime[] = [];
  for (const storage of plan.storageOf.values()) {
    if (refs.has(storage)) continue;
    if (storage.home.kind === "temporary") {
      refs.set(storage, { kind: "temporary", index: lifetimes.length });
      lifetimes.push(storage);
    } else refs.set(storage, storage.home);
  }
  return { refs, lifetimes };
}

function draftsOf(
  { step, time }: TimedStep<GpuStep>,
  { storageOf }: StoragePlan<GpuStep>,
  refOf: (value: Value) => Ref,
  lifetimes: Lifetime[],
): Draft[] {
  const inputs = step.inputs.map(refOf);
  const outputs = step.outputs.map(refOf);
  const { work } = step;
  switch (work.kind) {
    case "copy": {
      const [from, to] = [present(inputs[0]), present(outputs[0])];
      return [{ kind: "copy", from, to, bytes: storedBytes(present(step.outputs[0]).spec) }];
    }
    case "control":
      return [{ kind: "control", step: { ...step, work }, inputs, outputs }];
    case "dispatches": {
      const stored = step.outputs.map((value) => storageOf.get(value));
      const takenBy = (operand: number): number | undefined => {
        const index = stored.indexOf(storageOf.get(present(step.inputs[operand])));
        return index < 0 ? undefined : index;
      };
      const scratch = new Map<string, Ref>();
      return work.make(takenBy).map((dispatch) => {
        const buffers = dispatch.bindings.map((binding): Ref | ConstantBytes => {
          if (binding.kind === "uniform") return binding;
          if (binding.kind !== "scratch") {
            return present((binding.kind === "operand" ? inputs : outputs)[binding.index]);
          }
          const known = scratch.get(binding.name);
          if (known !== undefined) return known;
          const ref: Ref = { kind: "temporary", index: lifetimes.length };
          lifetimes.push({ bytes: binding.bytes, first: time, last: time });
          scratch.set(binding.name, ref);
          return ref;
        });
        return { kind: "dispatch", dispatch, buffers };
      });
    }
  }
}

function actionOf(draft: Draft, placed: (ref: Ref) => Ref, name: string, workshop: Workshop): Action {
  switch (draft.kind) {
    case "copy":
      return { ...draft, from: placed(draft.from), to: placed(draft.to) };
    case "dispatch": {
      const { label, code, workgroups } = draft.dispatch;
      const pipeline = workshop.pipelines.of(code, label, name);
      const buffers = draft.buffers.map((ref) =>
        ref.kind === "uniform"
          ? ({ kind: "constant", buffer: workshop.pipelines.uniform(ref.bytes) } as const)
          : placed(ref),
      );
      return { kind: "dispatch", label, pipeline, buffers, workgroups, groups: new Map() };
    }
    case "control": {
      const { node } = draft.step.work;
      return {
        kind: "control",
        node,
        graphs: graphsOf(node).map((inner) => lower(inner, name, [], workshop)),
        inputs: draft.inputs.map(placed),
        outputs: draft.outputs.map(placed),
      };
    }
  }
}
