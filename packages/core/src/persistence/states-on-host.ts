import { isTensor } from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { hostTensor } from "./host-tensor.ts";

/**
 * The same tree with a host tensor for every tensor; other leaves stay. All of them are asked for before this function
 * returns: a step that takes the buffers afterwards changes nothing.
 */
export async function statesOnHost(states: unknown): Promise<unknown> {
  const [leaves, def] = tree.flatten(states);
  return tree.unflatten(def, await Promise.all(leaves.map(onHost)));
}

async function onHost(leaf: unknown): Promise<unknown> {
  if (!isTensor(leaf)) return leaf;
  const { dtype, shape } = leaf;
  return hostTensor({ dtype, shape, data: await leaf.data() });
}
