import type { PrimitiveOf } from "../primitive/define.ts";
import { windowExtremum } from "../primitive/rules/window-extremum.ts";

// The first largest element of each window takes the tangent.
export const reduceWindowMaxP: PrimitiveOf<"reduceWindowMax"> = windowExtremum("reduceWindowMax");
