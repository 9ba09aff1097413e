import type { PrimitiveOf } from "../primitive/define.ts";
import { argExtremum } from "../primitive/rules/arg-extremum.ts";

// Indices have no gradient.
export const argmaxP: PrimitiveOf<"argmax"> = argExtremum("argmax");
