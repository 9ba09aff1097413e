import type { PrimitiveOf } from "../primitive/define.ts";
import { bitwiseReduction } from "../primitive/rules/bitwise-reduction.ts";

export const reduceOrP: PrimitiveOf<"reduceOr"> = bitwiseReduction("reduceOr");
