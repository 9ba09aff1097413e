import type { DispatchRules } from "../kernel-rule.ts";
import { reduceWindowRules } from "./reduce-window.ts";
import { selectWindowRules } from "./select-window.ts";

type Names =
  | "reduceWindowSum"
  | "reduceWindowMax"
  | "reduceWindowMin"
  | "selectAndGatherAdd"
  | "selectAndScatterAdd";

export const windowsRules: DispatchRules<Names> = { ...reduceWindowRules, ...selectWindowRules };
