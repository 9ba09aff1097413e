import { full } from "../lax/creation.ts";
import { add, mul, sub } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d tanh x = dx·(1 + tanh x)·(1 − tanh x)
export const tanhP: PrimitiveOf<"tanh"> = elementwise("tanh", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(add(dx, mul(dx, y)), sub(full(y.shape, 1, y.dtype), y))],
  transpose: nonlinear,
});
