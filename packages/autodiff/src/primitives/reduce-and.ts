import type { PrimitiveOf } from "../primitive/define.ts";
import { bitwiseReduction } from "../primitive/rules/bitwise-reduction.ts";

export const reduceAndP: PrimitiveOf<"reduceAnd"> = bitwiseReduction("reduceAnd");
