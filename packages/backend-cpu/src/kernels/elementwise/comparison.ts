import type { LaneOp } from "../../codegen/lane-op.ts";
import type { ElementwiseRule, Rules } from "../kernel-rule.ts";
import { binary, laneOps } from "./formula.ts";

/** A mask, unsigned, orders as `false < true`. */
export const COMPARISONS: Rules<"eq" | "ne" | "lt" | "le" | "gt" | "ge"> = {
  eq: compare("eq"),
  ne: compare("ne"),
  lt: compare("lt"),
  le: compare("le"),
  gt: compare("gt"),
  ge: compare("ge"),
};

function compare(name: LaneOp): ElementwiseRule<object> {
  return binary(laneOps(name, ["float32", "int32", "uint32", "uint8", "bool"]));
}
