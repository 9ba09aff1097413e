import { full } from "../lax/creation.ts";
import { add, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d (eˣ − 1) = dx·eˣ
export const expm1P: PrimitiveOf<"expm1"> = elementwise("expm1", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(dx, add(y, full(y.shape, 1, y.dtype)))],
  transpose: nonlinear,
});
