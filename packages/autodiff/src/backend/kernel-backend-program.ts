import type { Graph } from "../primitive/primitive.ts";
import type { CompileOptions, Executable } from "./backend.ts";
import type { BufferHandle, BufferPool, Cell } from "./kernel-backend-buffers.ts";
import { ExecutableDisposedError } from "./backend-errors.ts";
import {
  KernelFailedError,
  KernelMissingError,
  KernelOutputsMismatchError,
} from "./kernel-backend-errors.ts";
import { planSteps, type Step } from "./kernel-backend-plan.ts";
import type { Kernel } from "./kernel-backend-table.ts";

export type KernelLookup<Buffer> = ReadonlyMap<string, Kernel<Buffer, never>>;

/** Binds the nodes of a graph to kernels; running it is one loop over them. */
export function compileProgram<Buffer>(
  backend: string,
  kernels: KernelLookup<Buffer>,
  pool: BufferPool<Buffer>,
  graph: Graph,
  { name, donated }: CompileOptions,
): Executable<BufferHandle<Buffer>> {
  const { unused, steps, outputs, outputSpecs } = planSteps(graph);
  const bound = steps.map((step) => {
    const kernel = kernels.get(step.primitive);
    if (kernel === undefined) throw new KernelMissingError(name, backend, step.primitive, step.source);
    return { step, kernel };
  });
  let disposed = false;

  return {
    run(inputs) {
      if (disposed) throw new ExecutableDisposedError(name);
      pool.assertUsable(name);
      const cells = new CellsInUse(
        pool,
        inputs.map((handle) => pool.open(handle, name)),
      );
      // The program holds its inputs by now, each until its last use: the caller's hold on donated ones ends here.
      for (const handle of new Set(inputs.filter((_, index) => donated.includes(index))))
        pool.close(handle, name);

      try {
        cells.dropAll(unused);
        for (const { step, kernel } of bound) {
          const operands = step.inputs.map((number) => cells.get(number));
          const buffers = applyKernel(name, backend, step, kernel, operands);
          cells.define(step.outputs, buffers, operands);
          if (buffers.length !== step.outputs.length) {
            throw new KernelOutputsMismatchError(
              name,
              backend,
              step.primitive,
              step.outputSpecs,
              buffers.length,
            );
          }
          cells.dropAll(step.dead);
        }
        return outputs.map((number, index) => pool.issue(cells.get(number), at(outputSpecs, index)));
      } finally {
        cells.dropRest();
      }
    },
    dispose() {
      disposed = true;
    },
  };
}

function applyKernel<Buffer>(
  operation: string,
  backend: string,
  { primitive, params, source, inputSpecs, outputSpecs }: Step,
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

/** The cells of one run, by the number of their value. It is a holder of each. */
class CellsInUse<Buffer> {
  readonly #pool: BufferPool<Buffer>;
  readonly #cells = new Map<number, Cell<Buffer>>();

  constructor(pool: BufferPool<Buffer>, inputs: readonly Cell<Buffer>[]) {
    this.#pool = pool;
    inputs.forEach((cell, number) => this.#hold(number, cell));
  }

  get(number: number): Cell<Buffer> {
    const cell = this.#cells.get(number);
    if (cell === undefined) throw new Error("A value was released before its last use.");
    return cell;
  }

  /** Takes over what a kernel returned; a buffer of one of its operands stays in the cell it is in. */
  define(numbers: readonly number[], buffers: readonly Buffer[], operands: readonly Cell<Buffer>[]): void {
    const known = new Map(operands.map((cell) => [cell.buffer, cell]));
    buffers.forEach((buffer, index) => {
      const cell = known.get(buffer) ?? { buffer, holders: 0 };
      known.set(buffer, cell);
      // A kernel that returns too many is reported; what it returned is released all the same.
      this.#hold(numbers[index] ?? -1 - index, cell);
    });
  }

  dropAll(numbers: readonly number[]): void {
    for (const number of numbers) {
      this.#pool.drop(this.get(number));
      this.#cells.delete(number);
    }
  }

  dropRest(): void {
    this.dropAll([...this.#cells.keys()]);
  }

  #hold(number: number, cell: Cell<Buffer>): void {
    this.#pool.retain(cell);
    this.#cells.set(number, cell);
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`Index ${index} is out of range.`);
  return item;
}
