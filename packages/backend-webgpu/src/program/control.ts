import { type CondParams, present, type ScanParams, sizeOf, type WhileParams } from "@elegy/autodiff/spi";
import type { Allocation } from "../memory/buffer-pool.ts";
import { storedBytes } from "../memory/layout.ts";
import { controlOf } from "./control-graphs.ts";
import type { Commands, Machine, RecordProgram } from "./machine.ts";
import { moveElements } from "./move-elements.ts";
import type { Action, Program } from "./program.ts";

type ControlAction = Extract<Action, { readonly kind: "control" }>;

/** Runs the graphs of a control primitive. */
export function* runControl(
  machine: Machine,
  record: RecordProgram,
  action: ControlAction,
  inputs: readonly Allocation[],
  outputs: readonly Allocation[],
): Commands {
  const control = controlOf(action.node);
  switch (control.name) {
    case "cond":
      return yield* runCond(machine, record, control.params, action, inputs, outputs);
    case "while":
      return yield* runWhile(machine, record, control.params, action, inputs, outputs);
    case "scan":
      return yield* runScan(machine, record, control.params, action, inputs, outputs);
  }
}

function* runCond(
  machine: Machine,
  record: RecordProgram,
  { branches }: CondParams,
  { graphs }: ControlAction,
  [index, ...operands]: readonly Allocation[],
  outputs: readonly Allocation[],
): Commands {
  const branch = yield present(index);
  yield* record(machine, present(graphs[Math.min(branch, branches.length - 1)]), operands, outputs);
}

function* runWhile(
  machine: Machine,
  record: RecordProgram,
  { condConsts, bodyConsts }: WhileParams,
  { graphs, node }: ControlAction,
  inputs: readonly Allocation[],
  outputs: readonly Allocation[],
): Commands {
  const [goesOn, body] = [present(graphs[0]), present(graphs[1])];
  const condConstants = inputs.slice(0, condConsts);
  const constants = inputs.slice(condConsts, condConsts + bodyConsts);
  let carry: readonly Allocation[] = inputs.slice(condConsts + bodyConsts);
  const turns = turnsOf(machine, body);
  const { pool, recorder } = machine;
  const predicate = pool.take(4, goesOn.name);
  try {
    for (let turn = 0; ; turn++) {
      yield* record(machine, goesOn, [...condConstants, ...carry], [predicate]);
      if ((yield predicate) === 0) break;
      const next = turns.of(turn);
      yield* record(machine, body, [...constants, ...carry], next);
      carry = next;
    }
    for (const [i, output] of outputs.entries()) {
      recorder.copy(present(carry[i]), 0, output.buffer, 0, storedBytes(present(node.outputs[i]).spec));
    }
  } finally {
    pool.drop(predicate);
    turns.drop();
  }
}

function* runScan(
  machine: Machine,
  record: RecordProgram,
  { body: graph, consts, carries, length, reverse }: ScanParams,
  { graphs, node }: ControlAction,
  inputs: readonly Allocation[],
  outputs: readonly Allocation[],
): Commands {
  const { pool, recorder } = machine;
  const body = present(graphs[0]);
  const constants = inputs.slice(0, consts);
  let carry: readonly Allocation[] = inputs.slice(consts, consts + carries);
  const xs = inputs.slice(consts + carries);
  const xSpecs = graph.inputs.slice(consts + carries).map(({ spec }) => spec);
  const ySpecs = graph.outputs.slice(carries).map(({ spec }) => spec);
  const turns = turnsOf(machine, { ...body, outputs: body.outputs.slice(0, carries) });
  const slices = [...xSpecs, ...ySpecs].map((spec) => pool.take(storedBytes(spec), body.name));
  const taken = slices.slice(0, xs.length);
  const given = slices.slice(xs.length);
  try {
    for (let turn = 0; turn < length; turn++) {
      const time = reverse ? length - 1 - turn : turn;
      for (const [i, { shape, dtype }] of xSpecs.entries()) {
        const size = sizeOf(shape);
        const from = { allocation: present(xs[i]), start: time * size };
        moveElements(machine, body.name, dtype, size, from, { allocation: present(taken[i]), start: 0 });
      }
      const next = turn === length - 1 ? outputs.slice(0, carries) : turns.of(turn);
      yield* record(machine, body, [...constants, ...carry, ...taken], [...next, ...given]);
      carry = next;
      for (const [i, { shape, dtype }] of ySpecs.entries()) {
        const size = sizeOf(shape);
        const to = { allocation: present(outputs[carries + i]), start: time * size };
        moveElements(machine, body.name, dtype, size, { allocation: present(given[i]), start: 0 }, to);
      }
    }
    if (length > 0) return;
    for (const [i, allocation] of carry.entries()) {
      recorder.copy(allocation, 0, present(outputs[i]).buffer, 0, storedBytes(present(node.outputs[i]).spec));
    }
  } finally {
    for (const slice of slices) pool.drop(slice);
    turns.drop();
  }
}

/** Two sets of buffers for what goes from turn to turn: one is read while the other is written. */
function turnsOf(
  { pool }: Machine,
  { outputs, name }: Program,
): { readonly of: (turn: number) => readonly Allocation[]; readonly drop: () => void } {
  const sets = [0, 1].map(() => outputs.map((spec) => pool.take(storedBytes(spec), name)));
  return {
    of: (turn) => present(sets[turn % 2]),
    drop: () => {
      for (const allocation of sets.flat()) pool.drop(allocation);
    },
  };
}
