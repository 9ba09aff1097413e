import type { PrimitiveOf } from "../primitive/define.ts";
import { windowExtremum } from "../primitive/rules/window-extremum.ts";

// The first smallest element of each window takes the tangent.
export const reduceWindowMinP: PrimitiveOf<"reduceWindowMin"> = windowExtremum("reduceWindowMin");
