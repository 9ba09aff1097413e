import { ArgumentInvalidError, formatSpec, type Shape, sizeOf, type TypedArray } from "@elegy/autodiff";
import { hostTensor, type HostTensor } from "./host-tensor.ts";
import { storageRank, storedDType } from "./safetensors-dtypes.ts";
import { SafetensorsFormatError } from "./safetensors-format-error.ts";
import { LARGEST_HEADER, METADATA_KEY, readHeader, type TensorEntry } from "./safetensors-header.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, HostTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The bytes of a safetensors file, the same to the last one as Python's `safetensors` writes.
 *
 * @param tensors by name; `bool` as bytes 0 and 1, `float16` as its bits.
 * @param metadata text that goes along.
 * @throws ArgumentInvalidError for a tensor whose data does not fit its shape and dtype, or a name that the
 * format cannot hold.
 * @see https://huggingface.co/docs/safetensors
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "@elegy/core";
 *
 * const w = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) };
 * const bytes = encodeSafetensors(new Map([["w", w]]), { made: "by hand" });
 * bytes.length; // => 104
 * const { tensors, metadata } = decodeSafetensors(bytes, "w.safetensors");
 * tensors.get("w").data; // => [1,2]
 * metadata; // => {"made":"by hand"}
 * ```
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, HostTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const placed = place(tensors);
  const header = new TextEncoder().encode(headerText(placed, metadata));
  if (header.length > LARGEST_HEADER) {
    throw new ArgumentInvalidError({
      operation: "encodeSafetensors",
      problem: "the names and metadata are too long",
      expected: `a header of at most ${LARGEST_HEADER} bytes`,
      received: `${header.length} bytes`,
    });
  }
  const dataStart = 8 + header.length;
  const bytes = new Uint8Array(dataStart + (placed.at(-1)?.entry.end ?? 0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  for (const { entry, data } of placed) bytes.set(bytesOf(data), dataStart + entry.begin);
  return bytes;
}

/**
 * The tensors of a safetensors file, whoever wrote it.
 *
 * @param what names the bytes in errors, such as the path of the file.
 * @returns copies of the data, as leaves of trees.
 * @throws SafetensorsFormatError if the bytes are damaged or something else.
 * @throws DTypeUnsupportedError for a dtype that this library has not, such as `I64` or `BF16`.
 * @example
 * ```ts
 * const w = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) };
 * const bytes = encodeSafetensors(new Map([["w", w]]), { format: "pt" });
 * const { tensors, metadata } = decodeSafetensors(bytes, "weights.safetensors");
 * tensors.get("w").data; // => [1,2]
 * metadata; // => {"format":"pt"}
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array, what: string): Safetensors {
  const { entries, metadata, dataStart } = readHeader(bytes, what);
  const tensors = entries.map((entry) => {
    const { name, dtype, shape, begin, end } = entry;
    const copy = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end));
    const strange = dtype === "bool" ? copy.find((byte) => byte > 1) : undefined;
    if (strange !== undefined) {
      throw new SafetensorsFormatError({
        problem: `the tensor ${JSON.stringify(name)} of ${what} has bytes that are no booleans`,
        expected: "0 or 1",
        received: String(strange),
      });
    }
    return [name, hostTensor({ dtype, shape, data: storedDType(dtype).view(copy.buffer) })] as const;
  });
  return { tensors: new Map(tensors), metadata };
}

interface PlacedTensor {
  readonly entry: TensorEntry;
  readonly data: TypedArray;
}

/** By falling alignment, then by name. */
function place(tensors: ReadonlyMap<string, HostTensor>): PlacedTensor[] {
  const sorted = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      storageRank(a.dtype) - storageRank(b.dtype) || compareCodePoints(nameA, nameB),
  );
  let end = 0;
  return sorted.map(([name, tensor]) => {
    requireStorable(name, tensor);
    const begin = end;
    end += tensor.data.byteLength;
    return { entry: { name, dtype: tensor.dtype, shape: tensor.shape, begin, end }, data: tensor.data };
  });
}

function requireStorable(name: string, { dtype, shape, data }: HostTensor): void {
  const refuse = (problem: string, expected: string, received: string): never => {
    const operation = "encodeSafetensors";
    throw new ArgumentInvalidError({ operation, problem, expected, received });
  };
  const shown = JSON.stringify(name);
  if (name === METADATA_KEY) refuse("a tensor has the name of the metadata", "another name", shown);
  requireText(name);
  const { arrayName } = storedDType(dtype);
  const spec = formatSpec({ dtype, shape });
  if (data[Symbol.toStringTag] !== arrayName) {
    refuse(
      `the data of ${shown} does not fit its dtype`,
      `${arrayName} for ${spec}`,
      data[Symbol.toStringTag],
    );
  }
  if (!isShape(shape) || sizeOf(shape) !== data.length) {
    refuse(`the data of ${shown} does not fit its shape`, spec, `${data.length} elements`);
  }
  const strange = dtype === "bool" ? bytesOf(data).find((byte) => byte > 1) : undefined;
  if (strange !== undefined) {
    refuse(`the data of ${shown} has bytes that are no booleans`, "0 or 1", String(strange));
  }
}

function isShape(shape: Shape): boolean {
  return shape.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** UTF-8 has no halves of surrogate pairs. */
function requireText(text: string): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw new ArgumentInvalidError({
    operation: "encodeSafetensors",
    problem: "a name or metadata cannot be written as UTF-8",
    expected: "text of whole characters",
    received: JSON.stringify(text),
  });
}

/** Written by hand, because an object would put keys like `"0"` first. */
function headerText(placed: readonly PlacedTensor[], metadata: Readonly<Record<string, string>>): string {
  const members = placed.map(({ entry: { name, dtype, shape, begin, end } }) =>
    member(name, { dtype: storedDType(dtype).tag, shape, data_offsets: [begin, end] }),
  );
  const texts = Object.entries(metadata).sort(([a], [b]) => compareCodePoints(a, b));
  if (texts.length > 0) {
    texts.flat().forEach(requireText);
    members.unshift(`"${METADATA_KEY}":{${texts.map(([key, text]) => member(key, text)).join(",")}}`);
  }
  const text = `{${members.join(",")}}`;
  const length = new TextEncoder().encode(text).length;
  return text + " ".repeat((8 - (length % 8)) % 8);
}

function member(key: string, value: unknown): string {
  return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

/** The order of UTF-8 bytes, which is not that of UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function bytesOf(data: TypedArray): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
