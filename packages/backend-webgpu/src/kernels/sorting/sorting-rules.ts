import type { DispatchRules } from "../kernel-rule.ts";
import { argmax, argmin } from "./arg-reduce.ts";
import { sort } from "./sort.ts";

export const sortingRules: DispatchRules<"sort" | "argmax" | "argmin"> = { sort, argmax, argmin };
