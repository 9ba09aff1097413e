import type { PrimitiveOf } from "../primitive/define.ts";
import { windowSelection } from "../primitive/rules/window-selection.ts";

// Takes one value out of each window: the pushforward of a maximum over windows.
export const selectAndGatherAddP: PrimitiveOf<"selectAndGatherAdd"> = windowSelection(
  "selectAndGatherAdd",
  "selectAndScatterAdd",
  { first: (operand) => operand, result: (_, windows) => windows },
);
