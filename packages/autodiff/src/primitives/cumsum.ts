import { bind1 } from "../interpreters/stack.ts";
import type { PrimitiveOf } from "../primitive/define.ts";
import { cumulative } from "../primitive/rules/cumulative.ts";
import { linear } from "../primitive/rules/jvp-rules.ts";
import { NUMBERS } from "../primitive/rules/spec-rules.ts";
import { transposeUnary } from "../primitive/rules/transpose-rules.ts";

// Linear; its transpose runs the other way.
export const cumsumP: PrimitiveOf<"cumsum"> = cumulative("cumsum", {
  dtypes: NUMBERS,
  jvp: linear,
  transpose: transposeUnary((ct, _, { axis, reverse }) => bind1("cumsum", [ct], { axis, reverse: !reverse })),
});
