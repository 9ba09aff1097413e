import { BackendMismatchError, isTensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { type Backend, backendOf, tensorLoss } from "@elegy/autodiff/spi";
import type { States } from "../states/states.ts";
import { StatesLostError } from "./model-errors.ts";

/** @throws StatesLostError for states that are gone; BackendMismatchError for states that a batch cannot meet. */
export function requireUsable(operation: string, states: States, backend: Backend): void {
  for (const [path, leaf] of tree.leavesWithPath(states)) {
    if (!isTensor(leaf)) continue;
    const loss = tensorLoss(leaf);
    if (loss !== null) throw new StatesLostError(operation, path, loss);
    const home = backendOf(leaf) ?? backend;
    if (home === backend) continue;
    const other = home.name === backend.name ? `another ${backend.name}` : backend.name;
    throw new BackendMismatchError({
      operation,
      problem: "the states of the model live on another backend than its batches",
      expected: "both on the one that is set",
      received: `\`${path}\` on ${home.name}, and batches on ${other}`,
      hint: "Move them: await model.to(getBackend()).",
    });
  }
}
