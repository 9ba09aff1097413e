import type { PrimitiveOf } from "../primitive/define.ts";
import { windowSelection } from "../primitive/rules/window-selection.ts";

// Puts one value into each window: the pullback of a maximum over windows.
export const selectAndScatterAddP: PrimitiveOf<"selectAndScatterAdd"> = windowSelection(
  "selectAndScatterAdd",
  "selectAndGatherAdd",
  { first: (_, windows) => windows, result: (operand) => operand },
);
