import { DTypeMismatchError } from "../errors/tensor-errors.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchElementwise } from "../primitive/rules/batch-rules.ts";
import { nonlinear, zeroTangent } from "../primitive/rules/jvp-rules.ts";
import { dtypeInfo } from "../tensor/dtype.ts";
import { formatSpec } from "../tensor/spec.ts";

// Bits have no gradient.
export const bitcastP: PrimitiveOf<"bitcast"> = {
  name: "bitcast",
  kind: "elementwise",
  spec([x], { dtype }) {
    const operand = x;
    if (dtypeInfo(operand.dtype).bytes !== dtypeInfo(dtype).bytes) {
      throw new DTypeMismatchError({
        operation: "bitcast",
        problem: "widths differ",
        expected: `a dtype of ${dtypeInfo(operand.dtype).bytes} bytes`,
        received: `${formatSpec(operand)} to ${dtype}`,
      });
    }
    return [{ shape: operand.shape, dtype }];
  },
  jvp: zeroTangent,
  transpose: nonlinear,
  batch: batchElementwise,
};
