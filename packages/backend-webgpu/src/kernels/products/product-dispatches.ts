import { gridFor, WORKGROUP_SIZE } from "../../wgsl/grid.ts";
import type { Binding, Dispatch } from "../dispatch.ts";
import { isContiguous } from "./axis.ts";
import { directProduct } from "./direct-product.ts";
import { prelude, resultPlace, writeFunction } from "./matrix-code.ts";
import { type Product, type ProductSizes, sizesOf, sumType, transposed } from "./product.ts";
import { sumParts } from "./sum-parts.ts";
import { SIDE, type Tiling, tileProduct } from "./tile-product.ts";

/** Workgroups that keep a device busy. */
const ENOUGH_GROUPS = 64;
/** A part of a sum has at least so many terms: fewer do not pay for the second dispatch. */
const LEAST_TERMS = 128;
/** At most so many parts: one invocation adds them up. */
const MOST_PARTS = 64;

/** The dispatches of a product; `number` tells the products of a node apart. */
export function productDispatches(given: Product, number = 0): readonly Dispatch[] {
  const product = oriented(given);
  const sizes = sizesOf(product);
  const count = sizes.batch * sizes.m * sizes.n;
  if (count === 0) return [];
  if (sizes.k === 0) return [zeros(product, count)];

  const direct = isThin(product, sizes);
  const tiling = direct ? null : tilingOf(sizes);
  const parts = tiling?.parts ?? partsOf(Math.ceil(count / WORKGROUP_SIZE), sizes.k);
  const scratch: Binding = { kind: "scratch", name: `parts ${number}`, bytes: 4 * count * parts };
  const target: Binding = parts > 1 ? scratch : { kind: "result", index: 0 };
  const multiplied =
    tiling === null ? directProduct(product, parts, target) : tileProduct(product, tiling, target);
  return parts > 1 ? [multiplied, sumParts(product, parts, scratch)] : [multiplied];
}

/** Neighbouring invocations write neighbouring columns. */
function oriented(product: Product): Product {
  const { rows, columns } = product.result;
  return isContiguous(rows) && !isContiguous(columns) ? transposed(product) : product;
}

/**
 * Tiles of a thin matrix are mostly empty. Without them every operand is read once per result, which is no loss for short
 * sums, where few results are wanted, or where matrices lie one beside the other, as in depthwise convolutions.
 */
function isThin({ lhs }: Product, { batch, m, n, k }: ProductSizes): boolean {
  if (batch * m * n <= WORKGROUP_SIZE) return true;
  return Math.min(m, n) <= 4 && (k < 64 || isContiguous(lhs.batch));
}

/** The largest tiles of which there are enough. */
function tilingOf({ batch, m, n, k }: ProductSizes): Tiling {
  const most = (size: number): number => (size > 2 * SIDE ? 4 : size > SIDE ? 2 : 1);
  let [rows, columns] = [most(m), most(n)];
  const groups = (): number => batch * Math.ceil(m / (SIDE * rows)) * Math.ceil(n / (SIDE * columns));
  while (groups() < ENOUGH_GROUPS && rows * columns > 4) {
    if (rows > columns) rows /= 2;
    else columns /= 2;
  }
  return { rows, columns, parts: partsOf(groups(), k) };
}

function partsOf(groups: number, k: number): number {
  const wanted = Math.ceil(ENOUGH_GROUPS / groups);
  return Math.max(1, Math.min(MOST_PARTS, wanted, Math.floor(k / LEAST_TERMS)));
}

function zeros(product: Product, count: number): Dispatch {
  const grid = gridFor(count);
  const code = `${prelude(product.storage)}@group(0) @binding(0) var<storage, read_write> result: array<${product.storage}>;
${writeFunction(product)}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) gid: vec3u) {
  let place = i32(${grid.index});
  if (place >= ${count}) { return; }
  ${resultPlace(product, "place")}
  write(batch, row, column, ${sumType(product)}(0));
}
`;
  return {
    label: `${product.label}: of nothing`,
    code,
    bindings: [{ kind: "result", index: 0 }],
    workgroups: grid.workgroups,
  };
}
