import { gridFor, WORKGROUP_SIZE } from "../../wgsl/grid.ts";
import type { Binding, Dispatch } from "../dispatch.ts";
import { prelude, resultPlace, writeFunction } from "./matrix-code.ts";
import { type Product, sizesOf, sumType } from "./product.ts";

/** Adds up the parts of a product's sums, in their order: the same bits every time, which atomic additions do not give. */
export function sumParts(product: Product, parts: number, source: Binding): Dispatch {
  const { batch, m, n } = sizesOf(product);
  const count = batch * m * n;
  const grid = gridFor(count);
  const type = sumType(product);
  const code = `${prelude(product.storage)}@group(0) @binding(0) var<storage, read> partial: array<${type}>;
@group(0) @binding(1) var<storage, read_write> result: array<${product.storage}>;
${writeFunction(product)}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) gid: vec3u) {
  let place = i32(${grid.index});
  if (place >= ${count}) { return; }
  var sum = ${type}(0);
  for (var i = 0; i < ${parts}; i++) { sum += partial[i * ${count} + place]; }
  ${resultPlace(product, "place")}
  write(batch, row, column, sum);
}
`;
  return {
    label: `${product.label}: sum of parts`,
    code,
    bindings: [source, { kind: "result", index: 0 }],
    workgroups: grid.workgroups,
  };
}
