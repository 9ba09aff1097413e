import { involution } from "../primitive/rewrite.ts";
import { neg } from "../lax/elementwise.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";

// −(x)ᵀ = −x
export const negP: PrimitiveOf<"neg"> = elementwise("neg", {
  dtypes: NUMBERS,
  jvp: linear,
  transpose: transposeUnary((ct) => neg(ct)),
  fold: ([x]) => -x,
  simplify: involution("neg"),
});
