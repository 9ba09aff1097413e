import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { ALL } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";

export const copyP: PrimitiveOf<"copy"> = elementwise("copy", {
  dtypes: ALL,
  jvp: linear,
  transpose: transposeUnary((ct) => ct),
});
