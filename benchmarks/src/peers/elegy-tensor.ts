import { np, type Tensor } from "@elegy/core";
import type { CaseArray } from "../data/case-data.ts";

/** A tensor of a case's data, on the backend that is set. */
export function tensor({ shape, data }: CaseArray): Tensor {
  return np.array(data, { shape });
}
