import * as np from "@elegy/autodiff/np";
import * as tree from "@elegy/autodiff/tree";
import { isHostTensor } from "./host-tensor.ts";

/** The same tree with every host tensor brought to the device; other leaves stay. */
export function tensorsOfHost<T>(values: T): T {
  return tree.map((leaf: unknown) => (isHostTensor(leaf) ? np.array(leaf.data, leaf) : leaf), values) as T;
}
