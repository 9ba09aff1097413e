import { gunzipSync } from "node:zlib";
import { DataError, type DataErrorParts } from "./data-error.ts";

/** Bytes in row-major order: `data.length` is the product of `shape`. */
export interface ByteArray {
  readonly shape: number[];
  readonly data: Uint8Array;
}

/** A file that is not a whole IDX file of unsigned bytes: damaged, truncated, too long, or something else. */
export class IdxFormatError extends DataError {
  constructor(parts: DataErrorParts) {
    super("IDX_FORMAT", parts);
  }
}

const UNSIGNED_BYTE = 0x08;

/** The other element types of the format, for the error message only. */
const ELEMENT_TYPES: ReadonlyMap<number, string> = new Map([
  [0x09, "int8"],
  [0x0b, "int16"],
  [0x0c, "int32"],
  [0x0d, "float32"],
  [0x0e, "float64"],
]);

const REPLACE = "Replace the file with a fresh copy.";

/**
 * Reads an IDX file of unsigned bytes: `00 00 08 n`, then n big-endian uint32 sizes, then the elements.
 *
 * Arguments:
 * - `bytes`: the whole file, gzip-compressed or not (told apart by the first two bytes).
 * - `what`: names the file in errors.
 *
 * Returns the sizes as `shape` and the elements as `data`, a view where no decompression was needed.
 *
 * Throws `IdxFormatError`. Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database".
 *
 * @example
 * readIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9), "labels"); // { shape: [3], data: Uint8Array [7, 8, 9] }
 */
export function readIdx(bytes: Uint8Array, what: string): ByteArray {
  const operation = `readIdx(${what})`;
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const content = isGzip ? gunzipWhole(bytes, operation) : bytes;
  const shape = readShape(content, operation);

  const start = 4 + 4 * shape.length;
  const expected = shape.reduce((product, size) => product * size, 1);
  const received = content.length - start;
  if (received !== expected) {
    throw new IdxFormatError({
      operation,
      problem: received < expected ? "the file is truncated" : "bytes follow the last element",
      expected: `${expected} elements for the shape [${shape.join(", ")}]`,
      received: `${received} bytes after the header`,
      hint: REPLACE,
    });
  }
  // A plain Uint8Array: a Node Buffer is one too, but its `slice` aliases.
  return { shape, data: new Uint8Array(content.buffer, content.byteOffset + start, expected) };
}

function readShape(content: Uint8Array, operation: string): number[] {
  const [zero0, zero1, elementType, dimensions] = content;
  if (dimensions === undefined || zero0 !== 0 || zero1 !== 0 || dimensions === 0) {
    throw new IdxFormatError({
      operation,
      problem: "this is not an IDX file",
      expected: "the magic bytes 00 00 08 and the number of dimensions",
      received: content.length === 0 ? "an empty file" : `the bytes ${hex(content.subarray(0, 4))}`,
      hint: "Check that this is the file itself, not a web page or an archive that holds it.",
    });
  }
  if (elementType !== UNSIGNED_BYTE) {
    const name = ELEMENT_TYPES.get(elementType ?? 0) ?? "unknown";
    throw new IdxFormatError({
      operation,
      problem: "wrong element type",
      expected: "unsigned bytes (08)",
      received: `type ${hex(content.subarray(2, 3))} (${name})`,
      hint: "Convert the elements to unsigned bytes.",
    });
  }
  if (content.length < 4 + 4 * dimensions) {
    throw new IdxFormatError({
      operation,
      problem: "the header is truncated",
      expected: `${4 + 4 * dimensions} bytes for ${dimensions} dimensions`,
      received: `a file of ${content.length} bytes`,
      hint: REPLACE,
    });
  }
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
}

/** `gunzipSync` that also refuses what zlib lets pass: zero bytes after the compressed stream. */
function gunzipWhole(bytes: Uint8Array, operation: string): Uint8Array {
  let result: unknown;
  try {
    // With `info`, Node returns { buffer, engine }; its published types do not say so.
    result = gunzipSync(bytes, { info: true });
  } catch (cause) {
    throw new IdxFormatError({
      operation,
      problem: "the gzip stream is damaged or truncated",
      expected: "a whole gzip stream with a matching checksum",
      received: `${bytes.length} bytes that zlib refuses (${cause instanceof Error ? cause.message : String(cause)})`,
      hint: REPLACE,
      cause,
    });
  }
  const { buffer, consumed } = inflated(result);
  if (consumed !== bytes.length) {
    throw new IdxFormatError({
      operation,
      problem: "bytes follow the gzip stream",
      expected: `a file of ${consumed} bytes`,
      received: `${bytes.length} bytes`,
      hint: REPLACE,
    });
  }
  return buffer;
}

function inflated(result: unknown): { buffer: Uint8Array; consumed: number } {
  if (typeof result === "object" && result !== null && "buffer" in result && "engine" in result) {
    const { buffer, engine } = result;
    if (buffer instanceof Uint8Array && typeof engine === "object" && engine !== null) {
      if ("bytesWritten" in engine && typeof engine.bytesWritten === "number") {
        return { buffer, consumed: engine.bytesWritten };
      }
    }
  }
  throw new TypeError("zlib.gunzipSync({ info: true }) did not return { buffer, engine }");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
