import { BackendMismatchError } from "../errors/tensor-errors.ts";
import { storageOf } from "../tensor/concrete.ts";
import { formatSpec } from "../tensor/spec.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { backendIfSet } from "./current-backend.ts";

/** The error of two tensors with values that meet and live on different backends. */
export function backendMismatch(
  operation: string,
  problem: string,
  x: Tensor,
  y: Tensor,
): BackendMismatchError {
  const [first, second] = [placeOf(x), placeOf(y)];
  const other = second.name === first.name ? `another ${second.name}` : second.name;
  return new BackendMismatchError({
    operation,
    problem,
    expected: "all on one",
    received: `${formatSpec(x.spec)} on ${first.name}${first.mark} and ${formatSpec(y.spec)} on ${other}${second.mark}`,
    hint: "Move one of them: await x.to(backend), await states.to(backend). What an operation adds, such as a count, is on the one that is set.",
  });
}

function placeOf(tensor: Tensor): { readonly name: string; readonly mark: string } {
  const backend = storageOf(tensor)?.backend;
  const isSet = backend !== undefined && backend === backendIfSet();
  return { name: backend?.name ?? "none", mark: isSet ? " (the one that is set)" : "" };
}
