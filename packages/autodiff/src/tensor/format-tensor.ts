import type { DType, TypedArray } from "./dtype.ts";
import { type ElementFormat, elementFormat } from "./format-elements.ts";
import { type Shape, sizeOf, stridesOf } from "./spec.ts";

/** Tensors with more elements are printed without their middle. */
const THRESHOLD = 1000;
/** How many stay at each end of an axis that is shortened. */
const EDGE = 3;
const LINE_WIDTH = 75;
const PREFIX = "Tensor(";

/**
 * A tensor as NumPy prints arrays: columns line up, long ones are shortened.
 *
 * ```text
 * Tensor([[1.  2.5]
 *         [3.  4. ]], dtype=float32)
 * ```
 */
export function formatTensor(data: TypedArray, shape: Shape, dtype: DType): string {
  const shortened = data.length > THRESHOLD;
  const items = shape.map((size) => shownItems(size, shortened));
  const offsets = shownOffsets(items, stridesOf(shape));
  const format = elementFormat(
    offsets.map((offset) => data[offset] ?? 0),
    dtype,
    shape.length === 0,
  );
  const text = sizeOf(shape) === 0 ? "[]" : laidOut(data, shape, items, format);
  // What the brackets do not show is said.
  const facts = [
    ...(sizeOf(shape) === 0 || shortened ? [`shape=[${shape.join(",")}]`] : []),
    `dtype=${dtype}`,
  ];
  const suffix = `${facts.join(", ")})`;
  const lastLine = PREFIX.length + text.length - (text.lastIndexOf("\n") + 1);
  const fits = lastLine + suffix.length + 1 <= LINE_WIDTH;
  return `${PREFIX}${text},${fits ? " " : `\n${" ".repeat(PREFIX.length)}`}${suffix}`;
}

/** The positions along an axis that are printed; `null` is an ellipsis. */
function shownItems(size: number, shortened: boolean): (number | null)[] {
  const all = Array.from({ length: shortened && size > 2 * EDGE ? 2 * EDGE : size }, (_, i) => i);
  if (all.length === size) return all;
  return [...all.slice(0, EDGE), null, ...all.slice(EDGE).map((i) => i + size - 2 * EDGE)];
}

function shownOffsets(items: readonly (readonly (number | null)[])[], strides: readonly number[]): number[] {
  return items.reduce<number[]>(
    (offsets, positions, axis) =>
      offsets.flatMap((offset) =>
        positions
          .filter((position) => position !== null)
          .map((position) => offset + position * (strides[axis] ?? 0)),
      ),
    [0],
  );
}

/** Rows in brackets, wrapped at the width of a line. */
function laidOut(
  data: TypedArray,
  shape: Shape,
  items: readonly (readonly (number | null)[])[],
  format: ElementFormat,
): string {
  const strides = stridesOf(shape);
  const block = (axis: number, offset: number): string => {
    const positions = items[axis];
    if (positions === undefined) return format(data[offset] ?? 0);
    const step = strides[axis] ?? 0;
    const parts = positions.map((position) =>
      position === null ? "..." : block(axis + 1, offset + position * step),
    );
    const indent = " ".repeat(PREFIX.length + 1 + axis);
    const below = items.length - axis - 1;
    if (below > 0) return `[${parts.join("\n".repeat(below) + indent)}]`;
    return `[${wrapped(parts, indent, LINE_WIDTH - 1 - axis).slice(indent.length)}]`;
  };
  return block(0, 0);
}

function wrapped(words: readonly string[], indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const [i, word] of words.entries()) {
    if (line.length + word.length > width && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += i === words.length - 1 ? word : `${word} `;
  }
  return [...lines, line].join("\n");
}
