import { ArgumentInvalidError, isTensor, type Tensor, type TypedArray } from "@elegy/autodiff";
import { type DataTree, isPlainObject } from "./data-tree.ts";
import { type DataArguments, type Samples, samplesOf } from "./samples.ts";

/**
 * One batch of a stream, or one sample of a `Dataset`: inputs alone, `[x]`, `[x, y]`, `[x, y, sampleWeight]`, or
 * the same by name. Inputs that are nested numbers or a tree stand in a list or under `x`, because a list is always
 * read as `[x, y]`.
 */
export type DataBatch =
  | Tensor
  | TypedArray
  | readonly [x: DataTree, y?: DataTree | null, sampleWeight?: DataTree | null]
  | {
      readonly x?: DataTree;
      readonly y?: DataTree | null;
      readonly sampleWeight?: DataTree | null;
    };

const NAMES = ["x", "y", "sampleWeight"] as const;
const EXPECTED = "a tensor, a typed array, [x, y, sampleWeight] or { x, y, sampleWeight }";

/**
 * The parts of a batch or a sample.
 *
 * @param what for messages: `batch 3`. @throws ArgumentInvalidError for anything that could be read in two ways.
 */
export function batchParts(operation: string, what: string, batch: unknown): DataArguments {
  const refused = (received: string, hint?: string): ArgumentInvalidError =>
    new ArgumentInvalidError({
      operation,
      problem: `${what} is no data`,
      expected: EXPECTED,
      received,
      ...(hint === undefined ? {} : { hint }),
    });
  if (isTensor(batch)) return { x: batch };
  // The dtype of a view is looked at where its numbers are.
  if (ArrayBuffer.isView(batch)) return { x: batch as TypedArray };
  if (Array.isArray(batch)) {
    if (batch.length === 0 || batch.length > 3) {
      throw refused(`a list of ${batch.length}`, "Write { x: [ … ] } for inputs that are a list.");
    }
    if (batch.every((part) => typeof part === "number" || typeof part === "boolean")) {
      throw refused(
        `[${batch.join(", ")}]`,
        "That could be a row or [x, y]: write { x: [ … ] } or { x: … , y: … }.",
      );
    }
    const [x, y, sampleWeight] = batch as readonly (DataTree | null | undefined)[];
    return named({ x, y, sampleWeight });
  }
  if (!isPlainObject(batch)) throw refused(batch === null ? "null" : typeof batch);
  const parts = batch as Readonly<Record<string, DataTree | null | undefined>>;
  const unknown = Object.keys(parts).find((key) => !NAMES.some((name) => name === key));
  if (unknown !== undefined || Object.keys(parts).length === 0) {
    throw refused(
      `an object with ${Object.keys(parts).join(", ") || "nothing"}`,
      "Write { x: { … } } for inputs that are an object.",
    );
  }
  return named(parts);
}

/** `null` stands for what is not there. */
function named(parts: Readonly<Record<string, DataTree | null | undefined>>): DataArguments {
  return Object.fromEntries(
    NAMES.flatMap((name) => (parts[name] === null || parts[name] === undefined ? [] : [[name, parts[name]]])),
  );
}

/** A batch on the host, its sizes checked. */
export function batchSamples(operation: string, index: number, batch: unknown): Promise<Samples> {
  return samplesOf(`${operation} (batch ${index})`, batchParts(operation, `batch ${index}`, batch));
}
