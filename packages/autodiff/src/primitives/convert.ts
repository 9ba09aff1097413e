import { convertElementType } from "../lax/elementwise.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchElementwise } from "../primitive/rules/batch-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { isFloat } from "../tensor/dtype.ts";

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
  batch: batchElementwise("convert"),
};
