import { comparing } from "../primitive/rules/fold-rules.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { ALL } from "../primitive/rules/spec-rules.ts";

// Truth values have no gradient.
export const geP: PrimitiveOf<"ge"> = elementwise("ge", {
  dtypes: ALL,
  result: "bool",
  jvp: "zero",
  transpose: nonlinear,
  fold: comparing((x, y) => x >= y),
});
