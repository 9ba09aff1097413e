import {
  ArgumentInvalidError,
  isTensor,
  type NestedArray,
  type Tensor,
  type TypedArray,
} from "@elegy/autodiff";
import * as tree from "@elegy/autodiff/tree";
import { HostArray } from "./host-array.ts";

/** One array of data: a tensor, nested numbers, or a flat typed array. */
export type DataArray = Tensor | TypedArray | NestedArray;

/** An array, or a tree of arrays; the first axis of each counts the samples. */
export type DataTree = DataArray | readonly DataTree[] | { readonly [name: string]: DataTree };

/**
 * The data of a tree in the memory of the host. A list that begins with a number is an array, any other list a
 * node of the tree.
 *
 * @param path for messages: where the tree stands in the arguments of `operation`.
 * @throws ArgumentInvalidError for a leaf that is no array.
 */
export async function hostData(operation: string, path: string, data: DataTree): Promise<unknown> {
  if (isArray(data)) return hostArray(data);
  const part = async ([name, child]: [string, DataTree]): Promise<[string, unknown]> => [
    name,
    await hostData(operation, `${path}.${name}`, child),
  ];
  if (Array.isArray(data)) {
    const parts = await Promise.all(Object.entries<DataTree>(data).map(part));
    return parts.map(([, child]) => child);
  }
  if (!isPlainObject(data)) throw dataError(operation, path, data);
  return Object.fromEntries(await Promise.all(Object.entries<DataTree>(data).map(part)));
}

/** Whether data are one array, not a tree of them. */
export function isArray(data: DataTree): data is DataArray {
  if (isTensor(data) || ArrayBuffer.isView(data)) return true;
  if (Array.isArray(data)) return beginsWithNumber(data);
  return typeof data === "number" || typeof data === "boolean";
}

export function isPlainObject(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  return prototype === Object.prototype || prototype === null;
}

export function dataError(operation: string, path: string, data: unknown): ArgumentInvalidError {
  return new ArgumentInvalidError({
    operation,
    problem: `\`${path}\` is no data`,
    expected: "a tensor, a typed array, nested numbers, or lists and plain objects of these",
    received:
      typeof data === "object" && data !== null
        ? `a ${data.constructor.name}`
        : `${data === null ? "" : `${typeof data} `}${String(data)}`,
  });
}

function beginsWithNumber(list: readonly unknown[]): boolean {
  const [first] = list;
  if (Array.isArray(first)) return beginsWithNumber(first);
  return first === undefined || typeof first === "number" || typeof first === "boolean";
}

async function hostArray(data: DataArray): Promise<HostArray> {
  if (!isTensor(data)) return HostArray.of(data);
  return new HostArray(await data.data(), data.shape, data.dtype);
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
