import { onFloats } from "../primitive/rules/fold-rules.ts";
import { idempotent } from "../primitive/rewrite.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { mul } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { share } from "../primitive/rules/share.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";

// The operand that wins takes the tangent; on a tie both take half.
export const minP: PrimitiveOf<"min"> = elementwise("min", {
  dtypes: [...NUMBERS, "bool"],
  jvp: [(dx, [x, y], z) => mul(dx, share(x, y, z)), (dy, [x, y], z) => mul(dy, share(y, x, z))],
  transpose: nonlinear,
  fold: onFloats((x, y) => Math.min(x, y)),
  simplify: idempotent,
});
