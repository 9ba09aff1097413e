import type { DispatchRules } from "../kernel-rule.ts";
import { dynamicSliceRules } from "./dynamic-slice.ts";
import { gather } from "./gather.ts";
import { scatter, scatterAdd, scatterMax, scatterMin, scatterMul } from "./scatter.ts";

type Names =
  | "gather"
  | "scatter"
  | "scatterAdd"
  | "scatterMul"
  | "scatterMin"
  | "scatterMax"
  | "dynamicSlice"
  | "dynamicUpdateSlice";

export const indexingRules: DispatchRules<Names> = {
  gather,
  scatter,
  scatterAdd,
  scatterMul,
  scatterMin,
  scatterMax,
  ...dynamicSliceRules,
};
