import type { BufferPool, Cell } from "./kernel-backend-buffers.ts";

/** The cells of one run of a graph, by the number of their value. It is a holder of each. */
export class CellsInUse<Buffer> {
  readonly #pool: BufferPool<Buffer>;
  readonly #cells = new Map<number, Cell<Buffer>>();

  /** Takes over the hold on the inputs. */
  constructor(pool: BufferPool<Buffer>, inputs: readonly Cell<Buffer>[]) {
    this.#pool = pool;
    inputs.forEach((cell, number) => this.#cells.set(number, cell));
  }

  get(number: number): Cell<Buffer> {
    const cell = this.#cells.get(number);
    if (cell === undefined) throw new Error("A value was released before its last use.");
    return cell;
  }

  /** Takes over the hold on what a step returned. */
  define(numbers: readonly number[], cells: readonly Cell<Buffer>[]): void {
    numbers.forEach((number, index) => {
      const cell = cells[index];
      if (cell !== undefined) this.#cells.set(number, cell);
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
}
