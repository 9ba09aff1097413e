import { full } from "../lax/creation.ts";
import { add, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d tan x = dx·(1 + tan² x)
export const tanP: PrimitiveOf<"tan"> = elementwise("tan", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(dx, add(full(y.shape, 1, y.dtype), mul(y, y)))],
  transpose: nonlinear,
});
