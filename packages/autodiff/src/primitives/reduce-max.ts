import { extremum } from "../primitive/rules/extremum.ts";
import type { PrimitiveOf } from "../primitive/define.ts";

// The largest element takes the tangent; equal ones share it.
export const reduceMaxP: PrimitiveOf<"reduceMax"> = extremum("reduceMax");
