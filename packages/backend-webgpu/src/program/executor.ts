import { present } from "@elegy/autodiff/spi";
import type { Allocation } from "../memory/buffer-pool.ts";
import { runControl } from "./control.ts";
import type { Commands, Machine } from "./machine.ts";
import type { Action, Program, Ref } from "./program.ts";

/** Bind groups kept for one dispatch, whose buffers go around. */
const MOST_GROUPS = 16;

/** Records a program; inputs and outputs are the caller's. */
export function* record(
  machine: Machine,
  program: Program,
  inputs: readonly Allocation[],
  outputs: readonly Allocation[],
): Commands {
  const { pool } = machine;
  const temporaries = program.temporaries.map((bytes) => pool.take(bytes, program.name));
  const buffer = ({ kind, index }: Ref): Allocation =>
    present({ input: inputs, output: outputs, temporary: temporaries }[kind][index]);
  try {
    for (const action of program.actions) {
      if (action.kind === "control") {
        yield* runControl(machine, record, action, action.inputs.map(buffer), action.outputs.map(buffer));
      } else recordAction(machine, action, buffer);
    }
  } finally {
    // In the opposite order: the next run gets the same buffers at the same places.
    for (const temporary of temporaries.toReversed()) pool.drop(temporary);
  }
}

function recordAction(
  { device, recorder }: Machine,
  action: Exclude<Action, { readonly kind: "control" }>,
  buffer: (ref: Ref) => Allocation,
): void {
  if (action.kind === "copy") {
    recorder.copy(buffer(action.from), 0, buffer(action.to).buffer, 0, action.bytes);
    return;
  }
  const bound = action.buffers.map((ref) => (ref.kind === "constant" ? ref : buffer(ref)));
  const key = bound.map((one) => ("id" in one ? one.id : "")).join();
  let group = action.groups.get(key);
  if (group === undefined) {
    if (action.groups.size >= MOST_GROUPS) action.groups.clear();
    group = device.createBindGroup({
      label: action.label,
      layout: action.pipeline.layout,
      entries: bound.map(({ buffer: resource }, binding) => ({ binding, resource: { buffer: resource } })),
    });
    action.groups.set(key, group);
  }
  recorder.dispatch(action.pipeline, group, action.workgroups);
}
