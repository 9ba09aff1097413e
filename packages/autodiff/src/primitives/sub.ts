import { neg } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { transposeEach } from "../primitive/rules/transpose-rules.ts";

// d(x − y) = dx − dy
export const subP: PrimitiveOf<"sub"> = elementwise("sub", {
  dtypes: NUMBERS,
  jvp: linear("sub"),
  transpose: transposeEach(
    (ct) => ct,
    (ct) => neg(ct),
  ),
});
