import { gridFor, WORKGROUP_SIZE } from "../../wgsl/grid.ts";
import type { Binding, Dispatch } from "../dispatch.ts";
import { isContiguous, partsCode } from "./axis.ts";
import { operandBindings, operandDeclarations, readFunction, writeFunction } from "./matrix-code.ts";
import { type Product, sizesOf, sumType } from "./product.ts";

/** A product whose matrices are too thin for tiles: every invocation computes one result, or a part of its sum. */
export function directProduct(product: Product, parts: number, target: Binding): Dispatch {
  const { batch, m, n, k } = sizesOf(product);
  const count = batch * m * n * parts;
  const grid = gridFor(count);
  const type = sumType(product);
  const terms = "readLhs(batch, row, i), readRhs(batch, i, column)";
  const sizes = { part: parts, batch, row: m, column: n };
  const places = partsCode(
    "place",
    orderOf(product).map((name) => [name, sizes[name]]),
  );
  const code = `${operandDeclarations(product, parts > 1 ? `partial: array<${type}>` : `result: array<${product.storage}>`)}
${readFunction(product, "readLhs", product.lhs, "lhs")}
${readFunction(product, "readRhs", product.rhs, "rhs")}
${parts > 1 ? "" : writeFunction(product)}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) gid: vec3u) {
  let place = i32(${grid.index});
  if (place >= ${count}) { return; }
  ${places.join("\n  ")}
  var sum = ${type}(0);
  for (var i = part; i < ${k}; i += ${parts}) {
    sum = ${type === "f32" ? `fma(${terms}, sum)` : `sum + ${terms.replace("i), ", "i) * ")}`};
  }
  ${parts > 1 ? `partial[((part * ${batch} + batch) * ${m} + row) * ${n} + column] = sum;` : "write(batch, row, column, sum);"}
}
`;
  return {
    label: product.label,
    code,
    bindings: [...operandBindings(product), target],
    workgroups: grid.workgroups,
  };
}

type Place = "part" | "batch" | "row" | "column";

/** From the fastest: neighbouring invocations read and write neighbouring elements. */
function orderOf({ lhs, result }: Product): readonly Place[] {
  if (isContiguous(result.batch)) return ["batch", "column", "row", "part"];
  if (isContiguous(lhs.columns)) return ["part", "column", "row", "batch"];
  return isContiguous(result.rows) ? ["row", "column", "batch", "part"] : ["column", "row", "batch", "part"];
}
