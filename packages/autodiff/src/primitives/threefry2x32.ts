import type { PrimitiveOf } from "../primitive/define.ts";
import { batchElementwise } from "../primitive/rules/batch-rules.ts";
import { nonlinear, zeroTangent } from "../primitive/rules/jvp-rules.ts";
import { sameOperands } from "../primitive/rules/spec-rules.ts";

// Random bits have no gradient.
export const threefry2x32P: PrimitiveOf<"threefry2x32"> = {
  name: "threefry2x32",
  kind: "elementwise",
  spec(inputs) {
    const { shape } = sameOperands("threefry2x32", inputs, ["uint32"]);
    return [
      { shape, dtype: "uint32" },
      { shape, dtype: "uint32" },
    ];
  },
  jvp: zeroTangent,
  transpose: nonlinear,
  batch: batchElementwise,
};
