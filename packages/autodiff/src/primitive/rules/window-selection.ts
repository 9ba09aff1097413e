import { bindPrimitive1 } from "../../interpreters/stack.ts";
import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { sameShape, type TensorSpec } from "../../tensor/spec.ts";
import type { SelectWindowParams } from "../params.ts";
import type { Primitive } from "../primitive.ts";
import { mappedInFront } from "./batch-rules.ts";
import { FLOATS, listSpecs, requireDType } from "./spec-rules.ts";
import { known } from "./transpose-rules.ts";
import { windowedShape, withAxis } from "./window-rules.ts";

interface WindowSelection {
  readonly transposed: () => Primitive<SelectWindowParams>;
  readonly first: (operand: TensorSpec, windows: TensorSpec) => TensorSpec;
  readonly result: (operand: TensorSpec, windows: TensorSpec) => TensorSpec;
}

/**
 * The rules of two operations that are linear in their first operand, are each other's transpose, and do not
 * change with the second but in jumps.
 */
export function windowSelection<K extends string>(
  name: K,
  rule: WindowSelection,
): Primitive<SelectWindowParams> & { readonly name: K } {
  return {
    name,
    kind: "reduction",
    spec([values, operand], params) {
      requireDType(name, operand, FLOATS);
      const windows = { shape: windowedShape(name, operand, params), dtype: operand.dtype };
      const expected = rule.first(operand, windows);
      if (!sameShape(values.shape, expected.shape) || values.dtype !== operand.dtype) {
        throw new ShapeMismatchError({
          operation: name,
          problem: "the operands do not fit",
          expected: listSpecs([expected, operand]),
          received: listSpecs([values, operand]),
        });
      }
      return [rule.result(operand, windows)];
    },
    jvp: ([values, operand], [tangent], params, primitive) => ({
      primals: [bindPrimitive1(primitive, [values, operand], params)],
      tangents: [tangent ? bindPrimitive1(primitive, [tangent, operand], params) : null],
    }),
    transpose: ([ct], operands, params) => [
      ct && operands[0].linear ? bindPrimitive1(rule.transposed(), [ct, known(operands, 1)], params) : null,
      null,
    ],
    batch([values, operand], [valuesAxis, operandAxis], params, size, primitive) {
      const inputs = [mappedInFront(values, valuesAxis, size), mappedInFront(operand, operandAxis, size)];
      return { outputs: [bindPrimitive1(primitive, inputs, withAxis(params, 0))], axes: [0] };
    },
  };
}
