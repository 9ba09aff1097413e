import type { DataTree } from "./data-tree.ts";

/**
 * One sample of a dataset: inputs alone, `[x, y]`, `[x, y, sampleWeight]`, or the same by name. A row of numbers is
 * `{ x: [1, 2] }` or a typed array, because a list of numbers could be `[x, y]`.
 */
export type DataSample =
  | DataTree
  | { readonly x?: DataTree; readonly y?: DataTree | null; readonly sampleWeight?: DataTree | null };

/** Samples by number. */
export interface Dataset {
  /** How many samples there are. */
  readonly length: number;
  /** The sample at a position from 0. */
  get(index: number): DataSample | Promise<DataSample>;
}

/** Where threads find a dataset: functions cannot be sent to them. */
export interface DatasetModule {
  /** An absolute URL: `new URL("./digits.js", import.meta.url)`, or what `import.meta.resolve` gives for a package. */
  readonly module: URL | string;
  /** The name of the function in the module that makes the dataset. Default `"default"`. */
  readonly export?: string;
  /** What the function is called with, on each thread: anything that can be cloned. */
  readonly data?: unknown;
}

export function isDataset(data: unknown): data is Dataset {
  return (
    typeof data === "object" &&
    data !== null &&
    "length" in data &&
    typeof data.length === "number" &&
    "get" in data &&
    typeof data.get === "function"
  );
}

export function isDatasetModule(data: object): data is DatasetModule {
  return "module" in data;
}
