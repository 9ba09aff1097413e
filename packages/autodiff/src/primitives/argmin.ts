import type { PrimitiveOf } from "../primitive/define.ts";
import { argExtremum } from "../primitive/rules/arg-extremum.ts";

// Indices have no gradient.
export const argminP: PrimitiveOf<"argmin"> = argExtremum("argmin");
