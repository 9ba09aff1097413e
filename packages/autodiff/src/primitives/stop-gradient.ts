import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { ALL } from "../primitive/rules/spec-rules.ts";

// The value passes, the tangent does not.
export const stopGradientP: PrimitiveOf<"stopGradient"> = {
  ...elementwise("stopGradient", { dtypes: ALL, jvp: "zero", transpose: nonlinear }),
  decompose: ([x]) => [x],
};
