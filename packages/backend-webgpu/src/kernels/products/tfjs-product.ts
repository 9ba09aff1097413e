import { tfjsDispatches, type TfjsKernel } from "../../device/tfjs-program.ts";
import type { Dispatch } from "../dispatch.ts";
import { type Axis, merged } from "./axis.ts";
import { type MatrixView, type Product, type ProductSizes, sizesOf } from "./product.ts";

/** The programs of TensorFlow.js that multiply matrices, by their numbers. 1 adds atomically, in no fixed order. */
const REDUCE = 0;
const SMALL_TILES = 2;
const PACKED = 3;

/** At most so many workgroups with the large tiles are few. */
const FEW_GROUPS = 8;
/** A sum of so many terms is better cut into parts than left to a few workgroups. */
const LONG_SUM = 2000;
/** Workgroups along an axis that a program of TensorFlow.js can have; it covers at least 8 places with each. */
const MOST_PLACES = 65_535 * 8;

/** Settings under which no result depends on timing: the program chosen here, and none that runs on the host. */
export const TFJS_FLAGS: TfjsKernel["flags"] = {
  WEBGPU_CPU_FORWARD: false,
  WEBGPU_MATMUL_PROGRAM_TYPE: PACKED,
  // Convolutions do not make a matrix of patches first.
  WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL: 0,
};

/** The product by TensorFlow.js, if the matrices lie as it wants them and one of its programs is right for the sizes. */
export function tfjsProduct(product: Product): readonly Dispatch[] | null {
  const sizes = sizesOf(product);
  const { batch, m, n, k } = sizes;
  const program = programFor(sizes);
  const [a, b] = [layoutOf(product.lhs), layoutOf(product.rhs)];
  const empty = batch * m * n * k === 0;
  if (product.storage !== "f32" || empty || program === null || a === null || b === null) return null;
  if (batch > 65_535 || Math.max(m, n) > MOST_PLACES) return null;
  const dispatches = tfjsDispatches({
    name: "BatchMatMul",
    inputs: {
      a: a === "transposed" ? [batch, k, m] : [batch, m, k],
      b: b === "transposed" ? [batch, n, k] : [batch, k, n],
    },
    attrs: { transposeA: a === "transposed", transposeB: b === "transposed" },
    flags: { ...TFJS_FLAGS, WEBGPU_MATMUL_PROGRAM_TYPE: program },
  });
  return staysInside(dispatches, k) ? dispatches : null;
}

/** Whether a product has so few results and so long sums that its workgroups would be few and slow. */
export function wantsParts({ batch, m, n, k }: ProductSizes): boolean {
  return batch * Math.ceil(m / 32) * Math.ceil(n / 32) <= FEW_GROUPS && k >= LONG_SUM;
}

/**
 * The tiled programs read the second operand beyond its last row and multiply what they find by zero. Where that is the
 * next matrix of the batch, a NaN or an infinity of it would spread. So the rows have to fill the last tile.
 */
export function staysInside(dispatches: readonly Dispatch[], k: number): boolean {
  const depths = dispatches.flatMap(({ code }) => [...code.matchAll(/dimInner - 1\) \/ (\d+) \+ 1/g)]);
  return depths.every(([, depth]) => k % Number(depth) === 0);
}

function programFor(sizes: ProductSizes): number | null {
  const { batch, m, n } = sizes;
  if (batch * Math.ceil(m / 32) * Math.ceil(n / 32) > FEW_GROUPS) return PACKED;
  if (batch * m * n <= 128) return REDUCE;
  return wantsParts(sizes) ? null : SMALL_TILES;
}

/** How a batch of matrices lies in memory, if without gaps: rows after rows, or columns after columns. */
function layoutOf({ batch, rows, columns }: MatrixView): "plain" | "transposed" | null {
  if (isDense(batch, rows, columns)) return "plain";
  return isDense(batch, columns, rows) ? "transposed" : null;
}

function isDense(...groups: readonly (readonly Axis[])[]): boolean {
  const [axis, ...others] = merged(groups.flat());
  return axis === undefined || (others.length === 0 && axis.steps[0] === 1);
}
