import { extremum } from "../primitive/rules/extremum.ts";
import type { PrimitiveOf } from "../primitive/define.ts";

// The smallest element takes the tangent; equal ones share it.
export const reduceMinP: PrimitiveOf<"reduceMin"> = extremum("reduceMin");
