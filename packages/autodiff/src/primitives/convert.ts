import { applied, madeBy } from "../primitive/rewrite.ts";
import { convertElementType } from "../lax/elementwise.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchElementwise } from "../primitive/rules/batch-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { type DType, isFloat } from "../tensor/dtype.ts";

// Linear between floats; integers and truth values have no tangents.
export const convertP: PrimitiveOf<"convert"> = {
  name: "convert",
  kind: "elementwise",
  spec: ([x], { dtype }) => [{ shape: x.shape, dtype }],
  jvp([x], [dx], { dtype }) {
    return {
      primals: [convertElementType(x, dtype)],
      tangents: [dx && isFloat(dtype) ? convertElementType(dx, dtype) : null],
    };
  },
  transpose: transposeUnary((ct, operand) => convertElementType(ct, operand.spec.dtype)),
  batch: batchElementwise,
  // Rounding to the dtype of the result is the conversion.
  fold: ([x]) => x,
  // A detour over a dtype that holds all values of the first changes nothing.
  simplify([x], { dtype }, view) {
    if (x.spec.dtype === dtype) return { same: x };
    const inner = madeBy(view, x, "convert");
    if (!inner || !holds(x.spec.dtype, inner.input.spec.dtype)) return null;
    return applied("convert", [inner.input], { dtype });
  },
};

/** Whether every value of `narrow` is one of `wide`. */
function holds(wide: DType, narrow: DType): boolean {
  return (WITHIN[wide] ?? []).includes(narrow);
}

const WITHIN: { readonly [K in DType]?: readonly DType[] } = {
  float64: ["float32", "float16", "int32", "uint32", "uint8", "bool"],
  float32: ["float16", "uint8", "bool"],
  float16: ["bool"],
  int32: ["uint8", "bool"],
  uint32: ["uint8", "bool"],
  uint8: ["bool"],
};
