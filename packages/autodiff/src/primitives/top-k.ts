import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { bitcastConvertType } from "../lax/bits.ts";
import { stopGradient } from "../lax/composed.ts";
import { broadcastedIota, full } from "../lax/creation.ts";
import * as lax from "../lax/elementwise.ts";
import { slice } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront } from "../primitive/rules/batch-rules.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { ALL, requireDType } from "../primitive/rules/spec-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { sortP } from "./sort.ts";

// d topK(x) takes the elements of dx at the same places.
export const topKP: PrimitiveOf<"topK"> = {
  name: "topK",
  kind: "reduction",
  spec([x], { k }) {
    requireDType("topK", x, ALL);
    const size = x.shape.at(-1);
    if (size === undefined || !Number.isInteger(k) || k < 0 || k > size) {
      throw new ArgumentInvalidError({
        operation: "topK",
        problem: "k does not fit the last axis",
        expected: size === undefined ? "an operand with an axis" : `a whole number of 0…${size}`,
        received: `k = ${k} for ${formatSpec(x)}`,
      });
    }
    const shape = [...x.shape.slice(0, -1), k];
    return [
      { shape, dtype: x.dtype },
      { shape, dtype: "int32" },
    ];
  },
  jvp([x], [dx], { k }) {
    const outputs = bindPrimitive(topKP, [x], { k });
    return { primals: outputs, tangents: [dx ? (largestFirst(x, [dx], k)[0] ?? null) : null, null] };
  },
  transpose: nonlinear,
  batch: batchInFront((params) => params),
  decompose([x], { k }) {
    return largestFirst(x, [x, broadcastedIota("int32", x.shape, x.ndim - 1)], k);
  },
};

/** The first `k` of the others, in the order in which `x` descends along the last axis; the first of equals comes first. */
function largestFirst(x: Tensor, others: readonly Tensor[], k: number): Tensor[] {
  const keys = descendingKeys(stopGradient(x));
  const sorted = bindPrimitive(sortP, [...keys, ...others], {
    dimension: x.ndim - 1,
    numKeys: keys.length,
    isStable: true,
  });
  const limit = x.shape.with(x.ndim - 1, k);
  return sorted.slice(keys.length).map((operand) =>
    slice(
      operand,
      limit.map(() => 0),
      limit,
    ),
  );
}

/**
 * Keys that ascend where `x` descends, in XLA's total order: NaN, ∞, …, 0, −0, …, −∞. The sign of a NaN, which depends on
 * the machine, does not count.
 */
function descendingKeys(x: Tensor): Tensor[] {
  const filled = (value: number, like: Tensor): Tensor => full(like.shape, value, like.dtype);
  switch (x.dtype) {
    case "int32":
    case "uint32":
      return [lax.bitwiseNot(x)];
    case "bool":
    case "uint8":
      return [lax.bitwiseNot(lax.convertElementType(x, "int32"))];
    case "float32":
    case "float16": {
      const wide = lax.convertElementType(x, "float32");
      const bits = bitcastConvertType(wide, "int32");
      // Floats are a sign and a magnitude: that of a positive number is negated, that of a negative one is not.
      const magnitude = lax.bitwiseAnd(bits, filled(0x7fffffff, bits));
      const descending = lax.select(lax.lt(bits, filled(0, bits)), magnitude, lax.bitwiseNot(bits));
      return [lax.select(lax.ne(wide, wide), filled(-(2 ** 31), bits), descending)];
    }
    case "float64": {
      const isNumber = lax.convertElementType(lax.eq(x, x), "int32");
      const inverse = lax.div(filled(1, x), x);
      const isNegative = lax.convertElementType(lax.lt(inverse, filled(0, x)), "int32");
      return [isNumber, lax.neg(x), isNegative];
    }
  }
}
