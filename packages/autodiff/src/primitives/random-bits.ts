import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bitwiseXor } from "../lax/bits.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront } from "../primitive/rules/batch-rules.ts";
import { nonlinear, zeroTangent } from "../primitive/rules/jvp-rules.ts";
import { requireShape } from "../primitive/rules/spec-rules.ts";
import { hashPositions } from "../primitive/rules/hash-positions.ts";
import { formatSpec } from "../tensor/spec.ts";

// Random bits have no gradient.
export const randomBitsP: PrimitiveOf<"randomBits"> = {
  name: "randomBits",
  kind: "creation",
  spec([keys], { shape }) {
    requireShape("randomBits", shape);
    if (keys.dtype !== "uint32" || keys.shape.at(-1) !== 2) {
      throw new ArgumentInvalidError({
        operation: "randomBits",
        problem: "not a key",
        expected: "u32[2], or keys u32[…,2]",
        received: formatSpec(keys),
        hint: "Make one with random.key(seed).",
      });
    }
    return [{ shape: [...keys.shape.slice(0, -1), ...shape], dtype: "uint32" }];
  },
  jvp: zeroTangent,
  transpose: nonlinear,
  batch: batchInFront((params) => params),
  decompose([keys], { shape }) {
    const [high, low] = hashPositions(keys, shape);
    return [bitwiseXor(high, low)];
  },
};
