import {
  ArgumentInvalidError,
  formatSpec,
  isTensor,
  type NestedArray,
  ShapeMismatchError,
  type TypedArray,
} from "@elegy/autodiff";
import { batchParts } from "./data-batch.ts";
import { type DataTree, dataError, isArray, isPlainObject } from "./data-tree.ts";
import { HostArray } from "./host-array.ts";
import type { Samples } from "./samples.ts";

const PARTS = ["x", "y", "sampleWeight"] as const;

/**
 * Samples as one batch: their arrays stacked along a new first axis.
 *
 * @param indices where the samples stand in the dataset, for messages.
 * @throws ShapeMismatchError if samples differ in shape. @throws ArgumentInvalidError if they differ in structure.
 */
export async function collate(
  operation: string,
  samples: readonly unknown[],
  indices: readonly number[],
): Promise<Samples> {
  const parts = samples.map((sample, i) =>
    // A number is a sample, though not a batch.
    typeof sample === "number" || typeof sample === "boolean"
      ? { x: sample }
      : batchParts(operation, `sample ${indices[i]}`, sample),
  );
  const stacker = new Stacker(operation, indices);
  const stacked = await Promise.all(
    PARTS.map(async (name) => {
      const values = parts.map((part) => part[name]);
      if (values.every((value) => value === undefined)) return [name, name === "x" ? {} : null] as const;
      const missing = values.indexOf(undefined);
      if (missing !== -1) throw stacker.differs(name, missing, `a sample with \`${name}\``, "one without");
      return [name, await stacker.stack(name, values as readonly DataTree[])] as const;
    }),
  );
  const { x, y, sampleWeight } = Object.fromEntries(stacked);
  return { x, y, sampleWeight, count: samples.length };
}

class Stacker {
  readonly #operation: string;
  readonly #indices: readonly number[];

  constructor(operation: string, indices: readonly number[]) {
    this.#operation = operation;
    this.#indices = indices;
  }

  async stack(path: string, values: readonly DataTree[]): Promise<unknown> {
    const [first] = values;
    if (first === undefined) throw new Error("a batch has a sample");
    if (isArray(first)) return this.#stackArrays(path, values);
    if (!Array.isArray(first) && !isPlainObject(first)) throw dataError(this.#operation, path, first);
    const keys = Object.keys(first).sort();
    values.forEach((value, i) => {
      const own = typeof value === "object" ? Object.keys(value).sort() : [];
      if (isArray(value) || Array.isArray(value) !== Array.isArray(first) || own.join() !== keys.join()) {
        throw this.differs(
          path,
          i,
          `[${keys.join(", ")}]`,
          isArray(value) ? "an array" : `[${own.join(", ")}]`,
        );
      }
    });
    const children = await Promise.all(
      keys.map(async (key) => {
        const parts = values.map((value) => (value as Readonly<Record<string, DataTree>>)[key] as DataTree);
        return [key, await this.stack(`${path}.${key}`, parts)] as const;
      }),
    );
    const node = Object.fromEntries(children);
    return Array.isArray(first) ? first.map((_, i) => node[i]) : node;
  }

  async #stackArrays(path: string, values: readonly DataTree[]): Promise<HostArray> {
    values.forEach((value, i) => {
      if (!isArray(value)) throw this.differs(path, i, "an array", "a tree");
    });
    // Plain numbers find one dtype for all samples.
    if (values.every((value) => !isTensor(value) && !ArrayBuffer.isView(value))) {
      const shapes = values.map((value) => HostArray.of(value as NestedArray));
      this.#requireOneShape(path, shapes, false);
      return HostArray.of(values as NestedArray[]);
    }
    const arrays = await Promise.all(
      values.map(async (value) =>
        isTensor(value)
          ? new HostArray(await value.data(), value.shape, value.dtype)
          : HostArray.of(value as NestedArray | TypedArray),
      ),
    );
    return this.#joined(this.#requireOneShape(path, arrays, true), arrays);
  }

  #requireOneShape(path: string, arrays: readonly HostArray[], dtypes: boolean): HostArray {
    const [first] = arrays;
    if (first === undefined) throw new Error("a batch has a sample");
    const text = (array: HostArray): string => (dtypes ? formatSpec(array) : `[${array.shape.join(",")}]`);
    const other = arrays.findIndex((array) => text(array) !== text(first));
    const found = arrays[other];
    if (found === undefined) return first;
    throw new ShapeMismatchError({
      operation: this.#operation,
      problem: `the samples of a batch differ in \`${path}\``,
      expected: `${text(first)}, as sample ${this.#indices[0]}`,
      received: `${text(found)} in sample ${this.#indices[other]}`,
    });
  }

  #joined({ data, shape, dtype }: HostArray, arrays: readonly HostArray[]): HostArray {
    const size = data.length;
    const all = new (data.constructor as new (length: number) => TypedArray)(size * arrays.length);
    arrays.forEach((array, i) => all.set(array.data, i * size));
    return new HostArray(all, [arrays.length, ...shape], dtype);
  }

  differs(path: string, i: number, expected: string, received: string): ArgumentInvalidError {
    return new ArgumentInvalidError({
      operation: this.#operation,
      problem: `the samples of a batch differ in \`${path}\``,
      expected: `${expected}, as sample ${this.#indices[0]}`,
      received: `${received} in sample ${this.#indices[i]}`,
    });
  }
}
