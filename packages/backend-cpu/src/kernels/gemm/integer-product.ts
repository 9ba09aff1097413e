import type { FunctionBuilder } from "../../assembler/function-builder.ts";
import { forEachIndex, offset, repeat, advance } from "../../codegen/loop.ts";
import type { BatchedProduct } from "./matrix-layout.ts";
import type { Pointers } from "./packed-product.ts";

/** Integer products are rare: three plain loops, modulo 2³². */
export function emitIntegerProduct(
  code: FunctionBuilder,
  { m, n, k, a, b }: BatchedProduct,
  pointers: Pointers,
): void {
  const cursors = [pointers.a, pointers.b, pointers.c].map((pointer) => ({
    address: offset(code, pointer, 0),
    width: 4,
  }));
  const [row, column, target] = cursors.map(({ address }) => address);
  if (row === undefined || column === undefined || target === undefined)
    throw new Error("three cursors were made");
  const axes = [
    { size: m, strides: [a.row, 0, n] },
    { size: n, strides: [0, b.column, 1] },
  ];
  const [left, right, sum] = [code.local("i32"), code.local("i32"), code.local("i32")];
  forEachIndex(code, axes, cursors, () => {
    code.get(row).set(left).get(column).set(right).i32(0).set(sum);
    repeat(code, k, () => {
      code
        .get(sum)
        .get(left)
        .memory("i32.load")
        .get(right)
        .memory("i32.load")
        .op("i32.mul")
        .op("i32.add")
        .set(sum);
      advance(code, left, 4 * a.column);
      advance(code, right, 4 * b.row);
    });
    code.get(target).get(sum).memory("i32.store");
  });
}
