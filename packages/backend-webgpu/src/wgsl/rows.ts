import { type Shape, sizeOf } from "@elegy/autodiff/spi";

/** A tensor as rows along one axis: `outer · inner` of them, their elements `inner` apart. */
export interface Rows {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

export function rowsAlong(shape: Shape, axis: number): Rows {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    size: shape[axis]!,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}

/** The offset of the first element of a row. */
export function rowStart(row: string, { size, inner }: Rows): string {
  return inner === 1 ? `${row} * ${size}u` : `${row} / ${inner}u * ${size * inner}u + ${row} % ${inner}u`;
}

/** The offset of an element of the row that begins at `start`. */
export function inRow(place: string, { inner }: Rows): string {
  return inner === 1 ? `start + ${place}` : `start + ${place} * ${inner}u`;
}

const SHORT = 64;
const MANY_ROWS = 4096;

/** Whether one invocation for each row is enough to do: rows are short, or there are many. */
export function takesOneInvocation({ outer, size, inner }: Rows): boolean {
  return size <= SHORT || outer * inner >= MANY_ROWS;
}
