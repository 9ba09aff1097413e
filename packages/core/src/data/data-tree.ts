import { isTensor, type NestedArray, np, type Tensor, tree, type TypedArray } from "@elegy/autodiff";
import { HostArray } from "./host-array.ts";

/** One array of data: a tensor, nested numbers, or a flat typed array. */
export type DataArray = Tensor | TypedArray | NestedArray;

/** An array, or a tree of arrays; the first axis of each counts the samples. */
export type DataTree = DataArray | readonly DataTree[] | { readonly [name: string]: DataTree };

/**
 * The data of a tree in the memory of the host. A list that begins with a number is an array, any other list a
 * node of the tree.
 */
export async function hostData(data: DataTree): Promise<unknown> {
  if (isArray(data)) return hostArray(data);
  if (Array.isArray(data)) return Promise.all(data.map((part: DataTree) => hostData(part)));
  const entries = Object.entries(data).map(async ([name, part]) => [name, await hostData(part)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function isArray(data: DataTree): data is DataArray {
  if (isTensor(data) || ArrayBuffer.isView(data) || typeof data !== "object") return true;
  return Array.isArray(data) && beginsWithNumber(data);
}

function beginsWithNumber(list: readonly unknown[]): boolean {
  const [first] = list;
  if (Array.isArray(first)) return beginsWithNumber(first);
  return first === undefined || typeof first === "number" || typeof first === "boolean";
}

async function hostArray(data: DataArray): Promise<HostArray> {
  const tensor = isTensor(data) ? data : np.array(data);
  const host = new HostArray(await tensor.data(), tensor.shape, tensor.dtype);
  if (tensor !== data) tensor.dispose();
  return host;
}

/** The arrays of a tree that {@link hostData} made, with where they stand. */
export function hostArrays(data: unknown): (readonly [path: string, array: HostArray])[] {
  return tree
    .leavesWithPath(data)
    .flatMap(([path, leaf]) => (leaf instanceof HostArray ? [[path, leaf] as const] : []));
}

/** Every array of a tree as a tensor of its own. */
export function toTensors(data: unknown): unknown {
  return tree.map((leaf: HostArray) => leaf.toTensor(), data);
}
