import { gridFor } from "../../wgsl/grid.ts";
import type { Binding, Dispatch } from "../dispatch.ts";
import { isContiguous, partsCode } from "./axis.ts";
import { operandBindings, operandDeclarations, readFunction, writeFunction } from "./matrix-code.ts";
import { type Product, sizesOf, sumType } from "./product.ts";

/** How a product is cut: every invocation computes `rows` × `columns` results, a workgroup 8 times as many each way. */
export interface Tiling {
  readonly rows: number;
  readonly columns: number;
  /** Into how many parts the sum is cut: more workgroups, where there are few results. */
  readonly parts: number;
}

/** Invocations of a workgroup each way: 64 in all, which every device allows. */
export const SIDE = 8;

/** Terms of the sums that a workgroup holds at a time. */
const DEPTH = 16;

/** A product in tiles: a workgroup brings a strip of rows and one of columns into its own memory, where each is used often. */
export function tileProduct(product: Product, tiling: Tiling, target: Binding): Dispatch {
  const { batch, m, n, k } = sizesOf(product);
  const { rows, columns, parts } = tiling;
  const [height, width] = [SIDE * rows, SIDE * columns];
  const [down, across] = [Math.ceil(m / height), Math.ceil(n / width)];
  const groups = batch * parts * down * across;
  const grid = gridFor(groups, 1);
  const type = sumType(product);
  const places = partsCode("group", [
    ["across", across],
    ["down", down],
    ["part", parts],
    ["batch", batch],
  ]);
  const partDepth = Math.ceil(Math.ceil(k / parts) / DEPTH) * DEPTH;
  const each = (count: number, code: (i: number) => string, separator = "\n      "): string =>
    Array.from({ length: count }, (_, i) => code(i)).join(separator);

  const strips = [
    { name: "left", size: height, limit: "row < " + String(m), alongDepth: runsAlongDepth(product, "lhs") },
    {
      name: "right",
      size: width,
      limit: "column < " + String(n),
      alongDepth: runsAlongDepth(product, "rhs"),
    },
  ].map(({ name, size, limit, alongDepth }) => {
    const [line, depth] = alongDepth ? [`i / ${DEPTH}`, `i % ${DEPTH}`] : [`i % ${size}`, `i / ${size}`];
    const isLeft = name === "left";
    return `for (var step = 0; step < ${(size * DEPTH) / (SIDE * SIDE)}; step++) {
      let i = local + step * ${SIDE * SIDE};
      let ${isLeft ? "row" : "column"} = ${isLeft ? "firstRow" : "firstColumn"} + ${line};
      let depth = start + ${depth};
      var value = ${type}(0);
      if (${limit} && depth < end) { value = ${isLeft ? "readLhs(batch, row, depth)" : "readRhs(batch, depth, column)"}; }
      ${name}[(${depth}) * ${size + 1} + ${line}] = value;
    }`;
  });

  const code = `${operandDeclarations(product, parts > 1 ? `partial: array<${type}>` : `result: array<${product.storage}>`)}
var<workgroup> left: array<${type}, ${DEPTH * (height + 1)}>;
var<workgroup> right: array<${type}, ${DEPTH * (width + 1)}>;
${readFunction(product, "readLhs", product.lhs, "lhs")}
${readFunction(product, "readRhs", product.rhs, "rhs")}
${parts > 1 ? "" : writeFunction(product)}
@compute @workgroup_size(${SIDE}, ${SIDE})
fn main(@builtin(workgroup_id) gid: vec3u, @builtin(local_invocation_id) lid: vec3u) {
  let group = i32(${grid.index});
  if (group >= ${groups}) { return; }
  let local = i32(lid.y * ${SIDE}u + lid.x);
  let y = i32(lid.y);
  let x = i32(lid.x);
  ${places.join("\n  ")}
  let firstColumn = across * ${width};
  let firstRow = down * ${height};
  ${each(rows * columns, (i) => `var sum_${Math.floor(i / columns)}_${i % columns} = ${type}(0);`, "\n  ")}
  let end = min(${k}, (part + 1) * ${partDepth});
  for (var start = part * ${partDepth}; start < end; start += ${DEPTH}) {
    ${strips.join("\n    ")}
    workgroupBarrier();
    for (var i = 0; i < ${DEPTH}; i++) {
      ${each(rows, (r) => `let a_${r} = left[i * ${height + 1} + y + ${r * SIDE}];`)}
      ${each(columns, (c) => `let b_${c} = right[i * ${width + 1} + x + ${c * SIDE}];`)}
      ${each(rows * columns, (i) => addCode(type, Math.floor(i / columns), i % columns))}
    }
    workgroupBarrier();
  }
  ${each(rows, (r) => rowCode({ r, columns, m, n, batch, parts }), "\n  ")}
}
`;
  return {
    label: product.label,
    code,
    bindings: [...operandBindings(product), target],
    workgroups: grid.workgroups,
  };
}

/** Neighbouring invocations read neighbouring elements: along the sum, or along the rows or columns. */
function runsAlongDepth({ lhs, rhs }: Product, side: "lhs" | "rhs"): boolean {
  const [along, across] = side === "lhs" ? [lhs.columns, lhs.rows] : [rhs.rows, rhs.columns];
  return isContiguous(along) && !isContiguous(across);
}

function addCode(type: string, r: number, c: number): string {
  const name = `sum_${r}_${c}`;
  return type === "f32" ? `${name} = fma(a_${r}, b_${c}, ${name});` : `${name} += a_${r} * b_${c};`;
}

interface RowCode {
  readonly r: number;
  readonly columns: number;
  readonly m: number;
  readonly n: number;
  readonly batch: number;
  readonly parts: number;
}

function rowCode({ r, columns, m, n, batch, parts }: RowCode): string {
  const row = `row_${r}`;
  const stores = Array.from({ length: columns }, (_, c) => {
    const column = `firstColumn + x + ${c * SIDE}`;
    const value = `sum_${r}_${c}`;
    const store =
      parts > 1
        ? `partial[((part * ${batch} + batch) * ${m} + ${row}) * ${n} + ${column}] = ${value};`
        : `write(batch, ${row}, ${column}, ${value});`;
    return `if (${row} < ${m} && ${column} < ${n}) { ${store} }`;
  });
  return [`let ${row} = firstRow + y + ${r * SIDE};`, ...stores].join("\n  ");
}
