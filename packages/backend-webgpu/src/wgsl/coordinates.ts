import { type Shape, stridesOf } from "@elegy/autodiff/spi";

interface Coordinates {
  /** Declares them. */
  readonly lines: string;
  /** An expression for each axis; `0u` where there is but one place. */
  readonly at: readonly string[];
}

/** The coordinates of the element at a place in C order, named `prefix0`, `prefix1`, … */
export function coordinatesOf(place: string, shape: Shape, prefix: string): Coordinates {
  const strides = stridesOf(shape);
  const outermost = shape.findIndex((size) => size !== 1);
  const at = shape.map((size, axis) => (size === 1 ? "0u" : `${prefix}${axis}`));
  const lines = shape.map((size, axis) => {
    if (size === 1) return "";
    const stride = strides[axis]!;
    const from = stride === 1 ? place : `${place} / ${stride}u`;
    return `let ${at[axis]} = ${axis === outermost ? from : `${stride === 1 ? from : `(${from})`} % ${size}u`};`;
  });
  return { lines: lines.filter((line) => line !== "").join("\n"), at };
}

/** Where coordinates lie in memory: `Σ coordinate · stride`. */
export function offsetOf(coordinates: readonly string[], strides: readonly number[]): string {
  const terms = coordinates.flatMap((coordinate, axis) => {
    const stride = strides[axis]!;
    if (coordinate === "0u" || stride === 0) return [];
    return [stride === 1 ? coordinate : `${coordinate} * ${stride}u`];
  });
  return terms.length === 0 ? "0u" : terms.join(" + ");
}

export function sumOf(a: string, b: string): string {
  if (a === "0u") return b;
  return b === "0u" ? a : `(${a} + ${b})`;
}
