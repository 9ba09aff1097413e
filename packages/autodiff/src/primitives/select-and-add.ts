import type { PrimitiveOf } from "../primitive/define.ts";
import { windowSelection } from "../primitive/rules/window-selection.ts";

// These two are each other's transpose.

// Takes one value out of each window: the pushforward of a maximum over windows.
export const selectAndGatherAddP: PrimitiveOf<"selectAndGatherAdd"> = windowSelection("selectAndGatherAdd", {
  transposed: () => selectAndScatterAddP,
  first: (operand) => operand,
  result: (_, windows) => windows,
});

// Puts one value into each window: the pullback of a maximum over windows.
export const selectAndScatterAddP: PrimitiveOf<"selectAndScatterAdd"> = windowSelection(
  "selectAndScatterAdd",
  {
    transposed: () => selectAndGatherAddP,
    first: (_, windows) => windows,
    result: (operand) => operand,
  },
);
