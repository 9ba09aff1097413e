/** Bytes needed from one step to another, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Temporaries shared out among buffers. */
export interface Cells {
  /** For each lifetime, the buffer it lies in. */
  readonly cellOf: readonly number[];
  /** The size of each buffer. */
  readonly bytes: readonly number[];
}

/** A buffer is taken for something this many times smaller at most. */
const MOST_WASTE = 2;

/** Lets what is not needed at the same time share a buffer: each takes the smallest one that is free and holds it. */
export function assignCells(lifetimes: readonly Lifetime[]): Cells {
  const cellOf = lifetimes.map(() => 0);
  const cells: { bytes: number; last: number }[] = [];
  const order = [...lifetimes.entries()].toSorted(([, a], [, b]) => a.first - b.first);
  for (const [index, { bytes, first, last }] of order) {
    let best = -1;
    for (const [i, cell] of cells.entries()) {
      const fits =
        cell.last < first && cell.bytes >= bytes && cell.bytes <= Math.max(MOST_WASTE * bytes, 1024);
      if (fits && (best < 0 || cell.bytes < (cells[best]?.bytes ?? 0))) best = i;
    }
    if (best < 0) {
      best = cells.length;
      cells.push({ bytes, last });
    }
    const cell = cells[best];
    if (cell !== undefined) cell.last = last;
    cellOf[index] = best;
  }
  return { cellOf, bytes: cells.map(({ bytes }) => bytes) };
}
