import type { DispatchRules } from "../kernel-rule.ts";
import { dynamicSliceRules } from "./dynamic-slice.ts";
import { gather } from "./gather.ts";
import { scatter, scatterAdd, scatterMax, scatterMin, scatterMul } from "./scatter.ts";

const { dynamicSlice, dynamicUpdateSlice } = dynamicSliceRules;

export const readingRules: DispatchRules<"gather" | "dynamicSlice"> = { gather, dynamicSlice };

type Updating = "scatter" | "scatterAdd" | "scatterMul" | "scatterMin" | "scatterMax" | "dynamicUpdateSlice";

/** Those whose result may take the place of what they update. */
export const updatingRules: DispatchRules<Updating> = {
  scatter,
  scatterAdd,
  scatterMul,
  scatterMin,
  scatterMax,
  dynamicUpdateSlice,
};
