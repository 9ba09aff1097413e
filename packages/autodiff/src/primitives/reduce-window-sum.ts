import { bindPrimitive1 } from "../interpreters/stack.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS, requireDType } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";
import { transposedPadding, windowedShape, withAxis } from "../primitive/rules/window-rules.ts";

// Linear; its transpose sums, for each element, over the windows that read it.
export const reduceWindowSumP: PrimitiveOf<"reduceWindowSum"> = {
  name: "reduceWindowSum",
  kind: "reduction",
  spec([x], params) {
    requireDType("reduceWindowSum", x, NUMBERS);
    return [{ shape: windowedShape("reduceWindowSum", x, params), dtype: x.dtype }];
  },
  jvp: linear,
  transpose: transposeUnary((ct, { spec }, params) =>
    bindPrimitive1(reduceWindowSumP, [ct], {
      windowDimensions: params.windowDimensions,
      windowStrides: params.baseDilation,
      padding: spec.shape.map((size, axis) =>
        transposedPadding(size, params.windowDimensions[axis]!, ct.shape[axis]!, {
          low: params.padding[axis]![0],
          stride: params.windowStrides[axis]!,
          baseDilation: params.baseDilation[axis]!,
          windowDilation: params.windowDilation[axis]!,
        }),
      ),
      baseDilation: params.windowStrides,
      windowDilation: params.windowDilation,
    }),
  ),
  batch: ([x], [axis], params) => ({
    outputs: [bindPrimitive1(reduceWindowSumP, [x], withAxis(params, axis!))],
    axes: [axis],
  }),
};
