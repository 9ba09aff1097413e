import { mul } from "../lax/elementwise.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { cumulative, runningTangent } from "../primitive/rules/cumulative.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";

// d(x·y) = dx·y + dy·x, without division, so that zeros do no harm
export const cumprodP: PrimitiveOf<"cumprod"> = cumulative("cumprod", {
  dtypes: NUMBERS,
  jvp: runningTangent({ result: mul, slopes: (x, y) => [y, x] }),
  transpose: nonlinear,
});
