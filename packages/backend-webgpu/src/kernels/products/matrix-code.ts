import type { Binding } from "../dispatch.ts";
import { type Axis, partsCode, walkCode } from "./axis.ts";
import { type MatrixView, type Product, sizesOf, sumType } from "./product.ts";

/** `fn <name>(batch: i32, row: i32, column: i32)`: the element, or 0 outside the bounds. */
export function readFunction(product: Product, name: string, view: MatrixView, buffer: string): string {
  const type = sumType(product);
  const { statements, sums } = placeCode(view);
  const checks = view.bounds.flatMap(({ start, size }, i) => {
    const [least, most] = reach(view, i + 1, start);
    const value = sum(sums[i + 1] ?? [], start);
    const at = `at_${i}`;
    const outside = [least < 0 ? [`${at} < 0`] : [], most >= size ? [`${at} >= ${size}`] : []].flat();
    return outside.length === 0
      ? []
      : [`let ${at} = ${value};`, `if (${outside.join(" || ")}) { return ${type}(0); }`];
  });
  return `fn ${name}(batch: i32, row: i32, column: i32) -> ${type} {
  ${[...statements, ...checks, `return ${type}(${buffer}[${sum(sums[0] ?? [], view.start)}]);`].join("\n  ")}
}`;
}

/** `fn write(batch: i32, row: i32, column: i32, value)`, which stores in `result`. */
export function writeFunction(product: Product): string {
  const { statements, sums } = placeCode(product.result);
  const place = sum(sums[0] ?? [], product.result.start);
  return `fn write(batch: i32, row: i32, column: i32, value: ${sumType(product)}) {
  ${[...statements, `result[${place}] = ${product.storage}(value);`].join("\n  ")}
}`;
}

/** What stands at the first bindings of `operandDeclarations`. */
export function operandBindings({ operands }: Product): Binding[] {
  return operands.map((index) => ({ kind: "operand", index }));
}

/** The head of a module that reads both operands and writes one buffer. */
export function operandDeclarations({ storage }: Product, target: string): string {
  return `${prelude(storage)}@group(0) @binding(0) var<storage, read> lhs: array<${storage}>;
@group(0) @binding(1) var<storage, read> rhs: array<${storage}>;
@group(0) @binding(2) var<storage, read_write> ${target};`;
}

/** Statements that say which result a place in C order is: `batch`, `row` and `column`. */
export function resultPlace(product: Product, place: string): string {
  const { batch, m, n } = sizesOf(product);
  return partsCode(place, [
    ["column", n],
    ["row", m],
    ["batch", batch],
  ]).join("\n  ");
}

/** What a module needs that stores elements of the type. */
export function prelude(storage: Product["storage"]): string {
  return storage === "f16" ? "enable f16;\n" : "";
}

function placeCode({ batch, rows, columns }: MatrixView): ReturnType<typeof walkCode> {
  const parts = [walkCode(batch, "batch"), walkCode(rows, "row"), walkCode(columns, "column")];
  const kinds = Math.max(...parts.map(({ sums }) => sums.length));
  return {
    statements: parts.flatMap(({ statements }) => statements),
    sums: Array.from({ length: kinds }, (_, kind) => parts.flatMap(({ sums }) => sums[kind] ?? [])),
  };
}

function sum(terms: readonly string[], start: number): string {
  const all = start === 0 && terms.length > 0 ? terms : [...terms, String(start)];
  return all.join(" + ");
}

/** The least and the greatest value of a coordinate. */
function reach({ batch, rows, columns }: MatrixView, kind: number, start: number): [number, number] {
  const spans = [...batch, ...rows, ...columns].map(
    ({ size, steps }: Axis) => (size - 1) * (steps[kind] ?? 0),
  );
  const total = (values: readonly number[]): number => values.reduce((all, value) => all + value, start);
  return [total(spans.map((span) => Math.min(0, span))), total(spans.map((span) => Math.max(0, span)))];
}
