import { dtypeUnsupported } from "../../errors/dtype-unsupported.ts";
import {
  byteSize,
  type CorePrimitives,
  formatSpec,
  type NodeSpec,
  sizeOf,
  type TensorSpec,
} from "@elegy/autodiff/spi";
import { FunctionBuilder } from "../../assembler/function-builder.ts";
import { emitFilled } from "../../codegen/fill.ts";
import { present } from "../../codegen/present.ts";
import { type Kernel, kernel, type LoopRule, type Slices } from "../kernel-rule.ts";
import { type BatchedProduct, batchedProduct } from "./matrix-layout.ts";
import { packedColumns, packedColumnsBytes } from "./packed-columns.ts";
import {
  productKernel,
  productParts,
  type Room,
  roomFor,
  type Strategy,
  strategyOf,
} from "./product-kernel.ts";

type Node = NodeSpec<CorePrimitives["dotGeneral"]>;

/** All of B passes by for each so many rows. */
const LEAST_ROWS = 64;
/** Of a B that takes more, a block at a time is packed, where it is used. */
const MOST_PACKED_BYTES = 2 ** 21;

export const dotGeneral: LoopRule<CorePrimitives["dotGeneral"]> = {
  kind: "loop",
  lower(node) {
    const { product, strategy, room, result } = planOf(node);
    if (isEmpty(product)) return zeros(byteSize(result));
    return {
      ...productKernel(product, strategy, room),
      parts: (count) => productParts(product, strategy, room, count),
    };
  },
  slices(node) {
    const { product, strategy, room, result } = planOf(node);
    const { batch, a, b, m, n } = product;
    if (batch === 1 || isEmpty(product) || a.packing !== null || b.packing !== null) return [];
    const strides = [a.batch, b.batch, m * n];
    return slicesAlong(result, node.params.lhsBatch.length, batch, strides, 1, (size) =>
      productKernel({ ...product, batch: size }, strategy, room),
    );
  },
  prepared(node) {
    const { product, strategy, result } = planOf(node);
    const { batch, a, m, n } = product;
    const bytes = packedColumnsBytes(product);
    const inPanels = batch === 1 && strategy === "packed" && a.packing === null && !isEmpty(product);
    if (!inPanels || bytes > MOST_PACKED_BYTES) return null;
    const part = (size: number): Kernel => {
      const some = { ...product, m: size, b: { ...product.b, packing: null } };
      return productKernel(some, "panels", roomFor(some, "panels"));
    };
    return {
      operand: 1,
      spec: { shape: [bytes / 4], dtype: "float32" },
      first: packedColumns(product, byteSize(present(node.inputs[1]))),
      second: part(m),
      slices: slicesAlong(result, result.shape.length - 1, m, [a.row, 0, n], LEAST_ROWS, part),
    };
  },
};

interface ProductPlan {
  readonly product: BatchedProduct;
  readonly strategy: Strategy;
  readonly room: Room;
  readonly result: TensorSpec;
}

function planOf({ name, params, inputs, outputs }: Node): ProductPlan {
  const [lhs, rhs, result] = [present(inputs[0]), present(inputs[1]), present(outputs[0])];
  if (lhs.dtype !== "float32" && lhs.dtype !== "int32" && lhs.dtype !== "uint32") {
    throw dtypeUnsupported(name, inputs.map(formatSpec).join(" and "), "Convert to float32 first.");
  }
  const product = batchedProduct(params, lhs, rhs);
  const strategy = strategyOf(product);
  return { product, strategy, room: roomFor(product, strategy), result };
}

function isEmpty({ batch, m, n, k }: BatchedProduct): boolean {
  return batch * m * n * k === 0;
}

/**
 * The ways to cut along the first axes of the result.
 *
 * @param axes at most so many, which have `total` indices together.
 * @param strides in elements, from one of these indices to the next.
 * @param least of these indices.
 * @param part computes so many of them.
 */
function slicesAlong(
  { shape }: TensorSpec,
  axes: number,
  total: number,
  strides: readonly number[],
  least: number,
  part: (size: number) => Kernel,
): Slices[] {
  const counts = Array.from({ length: axes }, (_, count) => sizeOf(shape.slice(0, count + 1)));
  return counts
    .filter((rows) => rows <= total)
    .map((rows) => ({
      rows,
      strides: strides.map((stride) => (4 * stride * total) / rows),
      leastRows: Math.ceil((least * rows) / total),
      kernel: (size) => part((size * total) / rows),
    }));
}

function zeros(bytes: number): Kernel {
  return kernel((module) => {
    const code = new FunctionBuilder(["i32", "i32", "i32"]);
    emitFilled(code, code.params[2], bytes);
    return module.define(code);
  });
}
