import type { Graph } from "../primitive/primitive.ts";
import type { CompileOptions, Executable } from "./backend.ts";
import { ExecutableDisposedError } from "./backend-errors.ts";
import type { BufferHandle, BufferPool, Cell } from "./kernel-backend-buffers.ts";
import { CellsInUse } from "./kernel-backend-cells.ts";
import { controlRoutine, isControlName } from "./kernel-backend-control.ts";
import {
  KernelFailedError,
  KernelMissingError,
  KernelOutputsMismatchError,
} from "./kernel-backend-errors.ts";
import { type Operation, planSteps } from "./kernel-backend-plan.ts";
import type { Machine, Routine } from "./kernel-backend-routine.ts";
import type { KernelStorage } from "./kernel-backend-storage.ts";
import type { Kernel } from "./kernel-backend-table.ts";

export type KernelLookup<Buffer> = ReadonlyMap<string, Kernel<Buffer, never>>;

/** Binds the nodes of a graph to kernels; running it is one loop over them. */
export function compileProgram<Buffer>(
  backend: string,
  kernels: KernelLookup<Buffer>,
  pool: BufferPool<Buffer>,
  storage: KernelStorage<Buffer>,
  graph: Graph,
  { name, donated }: CompileOptions,
): Executable<BufferHandle<Buffer>> {
  const machine: Machine<Buffer> = {
    name,
    backend,
    pool,
    storage,
    routine: (inner) => graphRoutine(machine, kernels, inner),
    operation: (operation) => operationRoutine(machine, kernels, operation),
  };
  const routine = machine.routine(graph);
  let disposed = false;

  return {
    run(inputs) {
      if (disposed) throw new ExecutableDisposedError(name);
      pool.assertUsable(name);
      const cells = inputs.map((handle) => pool.open(handle, name));
      cells.forEach((cell) => pool.retain(cell));
      // The program holds its inputs by now, each until its last use: the caller's hold on donated ones ends here.
      for (const handle of new Set(inputs.filter((_, index) => donated.includes(index))))
        pool.close(handle, name);
      const results = routine(cells);
      const handles = graph.outputs.map(({ spec }, index) => pool.issue(at(results, index), spec));
      results.forEach((cell) => pool.drop(cell));
      return handles;
    },
    dispose() {
      disposed = true;
    },
  };
}

function graphRoutine<Buffer>(
  machine: Machine<Buffer>,
  kernels: KernelLookup<Buffer>,
  graph: Graph,
): Routine<Buffer> {
  const { pool } = machine;
  const { unused, steps, outputs } = planSteps(graph);
  const bound = steps.map((step) => ({ step, routine: operationRoutine(machine, kernels, step) }));
  return (inputs) => {
    const cells = new CellsInUse(pool, inputs);
    try {
      cells.dropAll(unused);
      for (const { step, routine } of bound) {
        const operands = step.inputs.map((number) => cells.get(number));
        operands.forEach((cell) => pool.retain(cell));
        cells.define(step.outputs, routine(operands));
        cells.dropAll(step.dead);
      }
      return outputs.map((number) => {
        const cell = cells.get(number);
        pool.retain(cell);
        return cell;
      });
    } finally {
      cells.dropRest();
    }
  };
}

function operationRoutine<Buffer>(
  machine: Machine<Buffer>,
  kernels: KernelLookup<Buffer>,
  operation: Operation,
): Routine<Buffer> {
  const { primitive, source } = operation;
  if (isControlName(primitive)) return controlRoutine(machine, primitive, operation);
  const kernel = kernels.get(primitive);
  if (kernel === undefined) throw new KernelMissingError(machine.name, machine.backend, primitive, source);
  return kernelRoutine(machine, kernel, operation);
}

function kernelRoutine<Buffer>(
  { pool, name, backend }: Machine<Buffer>,
  kernel: Kernel<Buffer, never>,
  operation: Operation,
): Routine<Buffer> {
  return (operands) => {
    try {
      const buffers = applyKernel(name, backend, operation, kernel, operands);
      // A buffer of one of the operands stays in the cell it is in.
      const known = new Map(operands.map((cell) => [cell.buffer, cell]));
      const cells = buffers.map((buffer) => {
        const cell = known.get(buffer) ?? { buffer, holders: 0 };
        known.set(buffer, cell);
        pool.retain(cell);
        return cell;
      });
      const { primitive, outputSpecs } = operation;
      if (cells.length === outputSpecs.length) return cells;
      cells.forEach((cell) => pool.drop(cell));
      throw new KernelOutputsMismatchError(name, backend, primitive, outputSpecs, buffers.length);
    } finally {
      operands.forEach((cell) => pool.drop(cell));
    }
  };
}

function applyKernel<Buffer>(
  operation: string,
  backend: string,
  { primitive, params, source, inputSpecs, outputSpecs }: Operation,
  kernel: Kernel<Buffer, never>,
  operands: readonly Cell<Buffer>[],
): readonly Buffer[] {
  try {
    return kernel(
      operands.map(({ buffer }, index) => ({ buffer, spec: at(inputSpecs, index) })),
      // The table pairs kernels with the options of their primitives; a graph has forgotten which is which.
      params as never,
      outputSpecs,
    );
  } catch (cause) {
    throw new KernelFailedError(operation, backend, primitive, inputSpecs, cause, source);
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Index ${index} is out of range.`);
  return item;
}
