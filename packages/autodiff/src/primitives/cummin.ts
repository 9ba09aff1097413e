import { min } from "../lax/elementwise.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { cumulative, runningTangent } from "../primitive/rules/cumulative.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { share } from "../primitive/rules/share.ts";
import { ALL } from "../primitive/rules/spec-rules.ts";

// The winner so far takes the tangent; on a tie both take half.
export const cumminP: PrimitiveOf<"cummin"> = cumulative("cummin", {
  dtypes: ALL,
  jvp: runningTangent({
    result: min,
    slopes: (x, y, z) => [share(x, y, z), share(y, x, z)],
  }),
  transpose: nonlinear,
});
