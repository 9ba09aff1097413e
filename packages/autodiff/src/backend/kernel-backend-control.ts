import type { CondParams, ScanParams, WhileParams } from "../primitive/call-params.ts";
import type { ControlName } from "../primitive/primitive-set.ts";
import { hostArray } from "../tensor/dtype.ts";
import { sizeOf, type TensorSpec } from "../tensor/spec.ts";
import type { Cell } from "./kernel-backend-buffers.ts";
import { DeviceUnreadableError } from "./kernel-backend-errors.ts";
import type { Operation } from "./kernel-backend-plan.ts";
import type { Machine, Routine } from "./kernel-backend-routine.ts";

const names: Readonly<Record<ControlName, true>> = { cond: true, while: true, scan: true };

export function isControlName(name: string): name is ControlName {
  return Object.hasOwn(names, name);
}

/** Runs the graphs of a control primitive, for every backend that is a table of kernels. */
export function controlRoutine<Buffer>(
  machine: Machine<Buffer>,
  name: ControlName,
  { params, outputSpecs }: Operation,
): Routine<Buffer> {
  // A verified graph pairs each primitive with its own options.
  switch (name) {
    case "cond":
      return condRoutine(machine, params as CondParams);
    case "while":
      return whileRoutine(machine, params as WhileParams);
    case "scan":
      return scanRoutine(machine, params as ScanParams, outputSpecs);
  }
}

function condRoutine<Buffer>(machine: Machine<Buffer>, { branches }: CondParams): Routine<Buffer> {
  const routines = branches.map((branch) => machine.routine(branch));
  const read = scalarReader(machine, "cond", "int32");
  return ([index, ...operands]) => {
    if (!index) throw new Error("cond has an index");
    let routine: Routine<Buffer> | undefined;
    try {
      routine = routines[read(index)];
      if (routine === undefined) throw new RangeError("The index of cond is out of range.");
    } catch (error) {
      operands.forEach((cell) => machine.pool.drop(cell));
      throw error;
    } finally {
      machine.pool.drop(index);
    }
    return routine(operands);
  };
}

function whileRoutine<Buffer>(
  machine: Machine<Buffer>,
  { cond, body, condConsts, bodyConsts }: WhileParams,
): Routine<Buffer> {
  const { pool } = machine;
  const [goesOn, step] = [machine.routine(cond), machine.routine(body)];
  const read = scalarReader(machine, "while", "bool");
  return (operands) => {
    const condConstants = operands.slice(0, condConsts);
    const constants = operands.slice(condConsts, condConsts + bodyConsts);
    let carry = operands.slice(condConsts + bodyConsts);
    try {
      for (;;) {
        const [predicate] = goesOn(retained(machine, [...condConstants, ...carry]));
        if (!predicate) throw new Error("the condition of while has a result");
        const more = read(predicate);
        pool.drop(predicate);
        if (more === 0) return carry;
        const before = carry;
        carry = [];
        carry = [...step([...retained(machine, constants), ...before])];
      }
    } catch (error) {
      carry.forEach((cell) => pool.drop(cell));
      throw error;
    } finally {
      [...condConstants, ...constants].forEach((cell) => pool.drop(cell));
    }
  };
}

function scanRoutine<Buffer>(
  machine: Machine<Buffer>,
  { body, consts, carries, length, reverse }: ScanParams,
  outputSpecs: readonly TensorSpec[],
): Routine<Buffer> {
  const { pool } = machine;
  const step = machine.routine(body);
  const takers = body.inputs
    .slice(consts + carries)
    .map(({ spec }) => Array.from({ length }, (_, time) => sliceRoutine(machine, spec, length, time)));
  const stackers = outputSpecs.slice(carries).map((spec) => stackRoutine(machine, spec));
  return (operands) => {
    const constants = operands.slice(0, consts);
    let carry = operands.slice(consts, consts + carries);
    const xs = operands.slice(consts + carries);
    const columns = stackers.map((): Cell<Buffer>[] => []);
    const stacks: Cell<Buffer>[] = [];
    try {
      for (let count = 0; count < length; count++) {
        const time = reverse ? length - 1 - count : count;
        const slices = takers.flatMap(
          (taker, i) => taker[time]?.(retained(machine, xs.slice(i, i + 1))) ?? [],
        );
        const before = carry;
        carry = [];
        const results = step([...retained(machine, constants), ...before, ...slices]);
        carry = results.slice(0, carries);
        columns.forEach((column, i) => column.push(...results.slice(carries + i, carries + i + 1)));
      }
      for (const [i, stack] of stackers.entries()) {
        const column = columns[i]?.splice(0) ?? [];
        stacks.push(...stack(reverse ? column.reverse() : column));
      }
      return [...carry, ...stacks];
    } catch (error) {
      [...carry, ...columns.flat(), ...stacks].forEach((cell) => pool.drop(cell));
      throw error;
    } finally {
      [...constants, ...xs].forEach((cell) => pool.drop(cell));
    }
  };
}

/** One slice along axis 0, without that axis. */
function sliceRoutine<Buffer>(
  machine: Machine<Buffer>,
  spec: TensorSpec,
  length: number,
  time: number,
): Routine<Buffer> {
  const { shape, dtype } = spec;
  const cut = machine.operation({
    primitive: "slice",
    params: {
      start: [time, ...shape.map(() => 0)],
      limit: [time + 1, ...shape],
      strides: [1, ...shape.map(() => 1)],
    },
    inputSpecs: [{ shape: [length, ...shape], dtype }],
    outputSpecs: [{ shape: [1, ...shape], dtype }],
  });
  const drop = machine.operation(reshapeTo({ shape: [1, ...shape], dtype }, spec));
  return (operands) => drop(cut(operands));
}

/** Slices along a new axis 0. */
function stackRoutine<Buffer>(machine: Machine<Buffer>, spec: TensorSpec): Routine<Buffer> {
  const [length = 0, ...shape] = spec.shape;
  const { dtype } = spec;
  if (length === 0) {
    return () => {
      const cell = { buffer: machine.storage.upload(hostArray(dtype, sizeOf(spec.shape)), spec), holders: 0 };
      return retained(machine, [cell]);
    };
  }
  const one: TensorSpec = { shape: [1, ...shape], dtype };
  const lift = machine.operation(reshapeTo({ shape, dtype }, one));
  const join = machine.operation({
    primitive: "concatenate",
    params: { dimension: 0 },
    inputSpecs: Array.from({ length }, () => one),
    outputSpecs: [spec],
  });
  return (slices) => join(slices.flatMap((slice) => lift([slice])));
}

function reshapeTo(from: TensorSpec, to: TensorSpec): Operation {
  return {
    primitive: "reshape",
    params: { shape: to.shape },
    inputSpecs: [from],
    outputSpecs: [to],
  };
}

/** One more hold on each, for a routine to take over. */
function retained<Buffer>(
  { pool }: Machine<Buffer>,
  cells: readonly Cell<Buffer>[],
): readonly Cell<Buffer>[] {
  cells.forEach((cell) => pool.retain(cell));
  return cells;
}

/** What decides where a program goes has to be known on the host. */
function scalarReader<Buffer>(
  { name, backend, storage }: Machine<Buffer>,
  primitive: string,
  dtype: "bool" | "int32",
): (cell: Cell<Buffer>) => number {
  const read = storage.downloadSync?.bind(storage);
  if (!read) throw new DeviceUnreadableError(name, backend, primitive);
  return ({ buffer }) => read(buffer, { shape: [], dtype })[0] ?? 0;
}
