import { RuleAbsentError } from "../../errors/tensor-errors.ts";
import { formatSpec } from "../../tensor/spec.ts";
import type { WithCaptured } from "../primitive.ts";

/**
 * What was made, where there is no place for further inputs: in loops and branches.
 *
 * @throws RuleAbsentError if a custom rule brings a tensor with data along.
 */
export function closed<T extends WithCaptured>(made: T): T {
  if (made.captured.length === 0) return made;
  throw new RuleAbsentError({
    operation: "custom rule",
    problem: "inside of a loop or a branch it makes a tensor from data",
    expected: "operations on its arguments, and tensors of np.zeros, np.ones, np.full or np.eye",
    received: made.captured.map((tensor) => formatSpec(tensor.spec)).join(", "),
    hint: "Pass the tensor to the function as an argument.",
  });
}
