import { div } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d ln x = dx/x
export const logP: PrimitiveOf<"log"> = elementwise("log", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => div(dx, x)],
  transpose: nonlinear,
});
