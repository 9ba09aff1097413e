import { full } from "../lax/creation.ts";
import { mul, sub } from "../lax/elementwise.ts";
import { rsqrt } from "../lax/roots.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d asin x = dx/√(1 − x²)
export const asinP: PrimitiveOf<"asin"> = elementwise("asin", {
  dtypes: FLOATS,
  jvp: [(dx, [x]) => mul(dx, rsqrt(sub(full(x.shape, 1, x.dtype), mul(x, x))))],
  transpose: nonlinear,
});
