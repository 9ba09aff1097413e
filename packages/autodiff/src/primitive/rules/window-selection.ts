import { bind1 } from "../../interpreters/stack.ts";
import type { PrimitiveOf } from "../define.ts";
import { ShapeMismatchError } from "../../errors/tensor-errors.ts";
import { sameShape, type TensorSpec } from "../../tensor/spec.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { SelectWindowParams } from "../params.ts";
import { mappedInFront } from "./batch-rules.ts";
import { FLOATS, listSpecs, requireDType } from "./spec-rules.ts";
import { known } from "./transpose-rules.ts";
import { windowedShape, withAxis } from "./window-rules.ts";

type Selection = "selectAndGatherAdd" | "selectAndScatterAdd";

/**
 * The rules of two operations that are linear in their first operand, are each other's transpose, and do not
 * change with the second but in jumps.
 */
export function windowSelection<K extends Selection>(
  name: K,
  transposed: Selection,
  rule: {
    readonly first: (operand: TensorSpec, windows: TensorSpec) => TensorSpec;
    readonly result: (operand: TensorSpec, windows: TensorSpec) => TensorSpec;
  },
): PrimitiveOf<K> {
  const apply = (values: Tensor, operand: Tensor, params: SelectWindowParams): Tensor =>
    bind1<Selection>(name, [values, operand], params);
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
    jvp: ([values, operand], [tangent], params) => ({
      primals: [apply(values, operand, params)],
      tangents: [tangent ? apply(tangent, operand, params) : null],
    }),
    transpose: ([ct], operands, params) => [
      ct && operands[0].linear ? bind1<Selection>(transposed, [ct, known(operands, 1)], params) : null,
      null,
    ],
    batch: ([values, operand], [valuesAxis, operandAxis], params, size) => ({
      outputs: [
        apply(
          mappedInFront(values, valuesAxis, size),
          mappedInFront(operand, operandAxis, size),
          withAxis(params, 0),
        ),
      ],
      axes: [0],
    }),
  };
}
