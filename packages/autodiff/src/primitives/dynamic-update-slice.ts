import { ShapeMismatchError } from "../errors/tensor-errors.ts";
import { bind1 } from "../interpreters/stack.ts";
import { constant, zerosOf } from "../lax/creation.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { mappedInFront } from "../primitive/rules/batch-rules.ts";
import { batchScatter } from "../primitive/rules/batch-windows.ts";
import { scatterNumbers, wholeWindow } from "../primitive/rules/index-windows.ts";
import { positionVectors, requirePositions } from "../primitive/rules/position-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import { linearIn } from "../primitive/rules/jvp-rules.ts";

// Linear in the operand and the update together.
export const dynamicUpdateSliceP: PrimitiveOf<"dynamicUpdateSlice"> = {
  name: "dynamicUpdateSlice",
  kind: "movement",
  spec([operand, update, ...positions]) {
    const fits =
      update.dtype === operand.dtype &&
      update.shape.length === operand.shape.length &&
      update.shape.every((size, axis) => size <= (operand.shape[axis] ?? 0));
    if (!fits) {
      throw new ShapeMismatchError({
        operation: "dynamicUpdateSlice",
        problem: "the update does not fit",
        expected: `at most ${formatSpec(operand)}, with as many axes and the same dtype`,
        received: formatSpec(update),
      });
    }
    requirePositions("dynamicUpdateSlice", operand, positions);
    return [operand];
  },
  jvp: linearIn(0, 1),
  transpose([ct], operands, params) {
    const [operand, update, ...rest] = operands;
    const positions = rest.map((_, i) => known(operands, i + 2));
    if (!ct) return operands.map(() => null);
    const around = operand.linear
      ? bind1("dynamicUpdateSlice", [ct, zerosOf(update.spec), ...positions], params)
      : null;
    const inside = update.linear
      ? bind1("dynamicSlice", [ct, ...positions], { sliceSizes: update.spec.shape })
      : null;
    return [around, inside, ...rest.map(() => null)];
  },
  batch([operand, update, ...positions], [operandAxis, updateAxis, ...positionAxes], params, size) {
    if (positionAxes.every((axis) => axis === null)) {
      const x = mappedInFront(operand, operandAxis, size);
      const u = mappedInFront(update, updateAxis, size);
      const inputs = [x, u, constant(0, "int32"), ...positions];
      return { outputs: [bind1("dynamicUpdateSlice", inputs, params)], axes: [0] };
    }
    const numbers = scatterNumbers(wholeWindow(positions.length));
    const indices = positionVectors(positions, positionAxes, size);
    const clipped = { ...numbers, mode: "clip" } as const;
    return batchScatter("scatter", [operand, indices, update], [operandAxis, 0, updateAxis], clipped, size);
  },
};
