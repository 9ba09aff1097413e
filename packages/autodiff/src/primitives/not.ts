import { involution } from "../primitive/rewrite.ts";
import { elementwise, type PrimitiveOf } from "../primitive/define.ts";
import { nonlinear } from "../primitive/rules/jvp-rules.ts";
import { BITS } from "../primitive/rules/spec-rules.ts";

// Integers and truth values have no gradient.
export const notP: PrimitiveOf<"not"> = elementwise("not", {
  dtypes: BITS,
  jvp: "zero",
  transpose: nonlinear,
  simplify: involution("not"),
});
