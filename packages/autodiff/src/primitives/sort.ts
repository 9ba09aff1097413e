import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { bindPrimitive } from "../interpreters/stack.ts";
import { broadcastedIota } from "../lax/creation.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import type { SortParams } from "../primitive/params.ts";
import { batchInFront } from "../primitive/rules/batch-rules.ts";
import { at } from "../primitive/rules/jvp-rules.ts";
import { listSpecs, requireAxes } from "../primitive/rules/spec-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import { sameShape } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";

// Near operands without ties the order does not change: tangents move as their elements do. A permutation is linear, and
// its transpose is its inverse.
export const sortP: PrimitiveOf<"sort"> = {
  name: "sort",
  kind: "movement",
  spec(operands, { dimension, numKeys }) {
    const [first] = operands;
    if (!Number.isInteger(numKeys) || numKeys < 1 || numKeys > operands.length) {
      throw new ArgumentInvalidError({
        operation: "sort",
        problem: "numKeys is not a number of operands",
        expected: operands.length === 0 ? "at least one operand" : `1…${operands.length}`,
        received: String(numKeys),
      });
    }
    requireAxes("sort", "dimension", [dimension], first.shape.length);
    if (operands.some(({ shape }) => !sameShape(shape, first.shape))) {
      throw new ShapeMismatchError({
        operation: "sort",
        problem: "operands differ in shape",
        expected: "one shape",
        received: listSpecs(operands),
      });
    }
    return operands;
  },
  jvp(primals, tangents, params) {
    // Both sorts must break ties alike.
    const stable = { ...params, isStable: true };
    const outputs = bindPrimitive(sortP, primals, stable);
    const keys = primals.slice(0, params.numKeys);
    const moving = tangents.filter((tangent) => tangent !== null);
    const moved = bindPrimitive(sortP, [...keys, ...moving], stable)
      .slice(params.numKeys)
      .values();
    return {
      primals: outputs,
      tangents: tangents.map((tangent) => (tangent ? (moved.next().value ?? null) : null)),
    };
  },
  transpose(cotangents, operands, params) {
    const keys = Array.from({ length: params.numKeys }, (_, i) => known(operands, i));
    const present = operands.map((operand, i) => (operand.linear ? (cotangents[i] ?? null) : null));
    const order = orderOf(keys, params);
    const given = present.filter((cotangent) => cotangent !== null);
    const { dimension } = params;
    const returned = bindPrimitive(sortP, [order, ...given], { dimension, numKeys: 1, isStable: true })
      .slice(1)
      .values();
    return present.map((cotangent) => (cotangent ? (returned.next().value ?? null) : null));
  },
  batch: batchInFront(({ dimension, ...params }) => ({ ...params, dimension: dimension + 1 })),
};

/** Where each element of the result came from: sorting by that takes everything back. */
function orderOf(keys: readonly Tensor[], { dimension, numKeys }: SortParams): Tensor {
  const positions = broadcastedIota("int32", at(keys, 0).shape, dimension);
  return at(bindPrimitive(sortP, [...keys, positions], { dimension, numKeys, isStable: true }), numKeys);
}
