import { ArgumentInvalidError } from "../errors/tensor-errors.ts";
import { bind1 } from "../interpreters/stack.ts";
import { constant, zerosOf } from "../lax/creation.ts";
import { gather } from "../lax/gather-scatter.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { shifted, toFront } from "../primitive/rules/batch-rules.ts";
import { positionVectors, requirePositions } from "../primitive/rules/position-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import { formatSpec } from "../tensor/spec.ts";
import { linearIn } from "../primitive/rules/jvp-rules.ts";

// Taking a window out is linear; its transpose puts it back among zeros.
export const dynamicSliceP: PrimitiveOf<"dynamicSlice"> = {
  name: "dynamicSlice",
  kind: "movement",
  spec([operand, ...positions], { sliceSizes }) {
    const { shape, dtype } = operand;
    const valid =
      sliceSizes.length === shape.length &&
      sliceSizes.every((size, axis) => Number.isInteger(size) && size >= 0 && size <= (shape[axis] ?? 0));
    if (!valid) {
      throw new ArgumentInvalidError({
        operation: "dynamicSlice",
        problem: "the slice sizes do not fit",
        expected: `one size for each axis, within ${formatSpec(operand)}`,
        received: `[${sliceSizes.join(",")}]`,
      });
    }
    requirePositions("dynamicSlice", operand, positions);
    return [{ shape: sliceSizes, dtype }];
  },
  jvp: linearIn(0),
  transpose([ct], operands) {
    if (!ct) return operands.map(() => null);
    const positions = operands.slice(1).map((_, i) => known(operands, i + 1));
    const spread = bind1("dynamicUpdateSlice", [zerosOf(operands[0].spec), ct, ...positions], {});
    return operands.map((_, i) => (i === 0 ? spread : null));
  },
  batch([operand, ...positions], [operandAxis, ...positionAxes], { sliceSizes }, size) {
    const x = toFront(operand, operandAxis);
    if (positionAxes.every((axis) => axis === null)) {
      const inputs = [x, constant(0, "int32"), ...positions];
      return { outputs: [bind1("dynamicSlice", inputs, { sliceSizes: [size, ...sliceSizes] })], axes: [0] };
    }
    const axes = sliceSizes.map((_, axis) => axis);
    const indices = positionVectors(positions, positionAxes, size);
    const numbers = { offsetDims: shifted(axes), collapsedSliceDims: [] };
    const output =
      operandAxis === null
        ? gather(x, indices, { ...numbers, startIndexMap: axes }, sliceSizes, { mode: "clip" })
        : gather(
            x,
            indices,
            {
              ...numbers,
              startIndexMap: shifted(axes),
              operandBatchingDims: [0],
              startIndicesBatchingDims: [0],
            },
            [Math.min(1, size), ...sliceSizes],
            { mode: "clip" },
          );
    return { outputs: [output], axes: [0] };
  },
};
