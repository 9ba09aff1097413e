import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { transposeEach } from "../primitive/rules/transpose-rules.ts";

// d(x + y) = dx + dy
export const addP: PrimitiveOf<"add"> = elementwise("add", {
  dtypes: NUMBERS,
  jvp: linear("add"),
  transpose: transposeEach(
    (ct) => ct,
    (ct) => ct,
  ),
});
