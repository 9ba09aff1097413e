import { ArgumentInvalidError, ShapeMismatchError } from "../errors/tensor-errors.ts";
import { slice } from "../lax/movement.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { batchInFront } from "../primitive/rules/batch-rules.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { listSpecs, requireAxes, without } from "../primitive/rules/spec-rules.ts";
import { sameShape } from "../tensor/spec.ts";

// Joining is linear; its transpose takes apart.
export const concatenateP: PrimitiveOf<"concatenate"> = {
  name: "concatenate",
  kind: "movement",
  spec(inputs, { dimension }) {
    const [first] = inputs;
    if (first === undefined) {
      throw new ArgumentInvalidError({
        operation: "concatenate",
        problem: "nothing to join",
        expected: "at least one tensor",
        received: "none",
      });
    }
    requireAxes("concatenate", "dimension", [dimension], first.shape.length);
    const others = without(first.shape, [dimension]);
    for (const input of inputs) {
      const fits = input.shape.length === first.shape.length && input.dtype === first.dtype;
      if (fits && sameShape(without(input.shape, [dimension]), others)) continue;
      throw new ShapeMismatchError({
        operation: "concatenate",
        problem: "the tensors do not fit together",
        expected: `one dtype, and one shape but for axis ${dimension}`,
        received: listSpecs(inputs),
      });
    }
    const length = inputs.reduce((sum, input) => sum + input.shape[dimension]!, 0);
    return [{ shape: first.shape.map((size, i) => (i === dimension ? length : size)), dtype: first.dtype }];
  },
  jvp: linear,
  transpose([ct], operands, { dimension }) {
    let from = 0;
    return operands.map((operand) => {
      const start = from;
      from += operand.spec.shape[dimension]!;
      if (!ct || !operand.linear) return null;
      const only = (bound: number, other: (axis: number) => number): number[] =>
        ct.shape.map((_, axis) => (axis === dimension ? bound : other(axis)));
      return slice(
        ct,
        only(start, () => 0),
        only(from, (axis) => ct.shape[axis]!),
      );
    });
  },
  batch: batchInFront(({ dimension }) => ({ dimension: dimension + 1 })),
  simplify: (operands) => (operands.length === 1 ? { same: operands[0] } : null),
};
