import type { Tensor } from "@elegy/autodiff";
import * as np from "@elegy/autodiff/np";

/** Targets of −1 and 1 as they are, of 0 and 1 as −1 and 1: which, is told by all of them together. */
export function hingeLabels(yTrue: Tensor): Tensor {
  const isBinary = np.all(np.logicalOr(yTrue.equal(0), yTrue.equal(1)));
  return np.where(isBinary, yTrue.mul(2).sub(1), yTrue);
}
