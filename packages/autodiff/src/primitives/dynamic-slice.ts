import { bind1 } from "../interpreters/stack.ts";
import { constant, zerosOf } from "../lax/creation.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { toFront } from "../primitive/rules/batch-rules.ts";
import { batchGather } from "../primitive/rules/batch-windows.ts";
import { requireSliceSizes } from "../primitive/rules/index-rules.ts";
import { gatherNumbers, wholeWindow } from "../primitive/rules/index-windows.ts";
import { positionVectors, requirePositions } from "../primitive/rules/position-rules.ts";
import { known } from "../primitive/rules/transpose-rules.ts";
import { linearIn } from "../primitive/rules/jvp-rules.ts";

// Taking a window out is linear; its transpose puts it back among zeros.
export const dynamicSliceP: PrimitiveOf<"dynamicSlice"> = {
  name: "dynamicSlice",
  kind: "movement",
  spec([operand, ...positions], { sliceSizes }) {
    requireSliceSizes("dynamicSlice", operand, sliceSizes);
    requirePositions("dynamicSlice", operand, positions);
    return [{ shape: sliceSizes, dtype: operand.dtype }];
  },
  jvp: linearIn(0),
  transpose([ct], operands) {
    if (!ct) return operands.map(() => null);
    const positions = operands.slice(1).map((_, i) => known(operands, i + 1));
    const spread = bind1("dynamicUpdateSlice", [zerosOf(operands[0].spec), ct, ...positions], {});
    return operands.map((_, i) => (i === 0 ? spread : null));
  },
  batch([operand, ...positions], [operandAxis, ...positionAxes], { sliceSizes }, size) {
    if (positionAxes.every((axis) => axis === null)) {
      const inputs = [toFront(operand, operandAxis), constant(0, "int32"), ...positions];
      return { outputs: [bind1("dynamicSlice", inputs, { sliceSizes: [size, ...sliceSizes] })], axes: [0] };
    }
    const numbers = gatherNumbers(wholeWindow(positions.length));
    const indices = positionVectors(positions, positionAxes, size);
    const params = {
      ...numbers,
      sliceSizes,
      mode: "clip",
      fillValue: operand.dtype === "bool" ? false : 0,
    } as const;
    return batchGather([operand, indices], [operandAxis, 0], params, size);
  },
};
