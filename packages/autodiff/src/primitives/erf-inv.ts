import { full } from "../lax/creation.ts";
import { exp, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

const HALF_SQRT_PI = Math.sqrt(Math.PI) / 2;

// d erf⁻¹(x) = dx·(√π/2)·exp(erf⁻¹(x)²)
export const erfInvP: PrimitiveOf<"erfInv"> = elementwise("erfInv", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(mul(dx, full(y.shape, HALF_SQRT_PI, y.dtype)), exp(mul(y, y)))],
  transpose: nonlinear,
});
