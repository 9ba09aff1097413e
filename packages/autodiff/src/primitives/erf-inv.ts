import { full } from "../lax/creation.ts";
import { exp, mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { FLOATS } from "../primitive/rules/spec-rules.ts";

// d erf⁻¹ x = dx·√π/2·e^(y²)
export const erfInvP: PrimitiveOf<"erfInv"> = elementwise("erfInv", {
  dtypes: FLOATS,
  jvp: [(dx, _, y) => mul(full(y.shape, Math.sqrt(Math.PI) / 2, y.dtype), mul(dx, exp(mul(y, y))))],
  transpose: nonlinear,
});
