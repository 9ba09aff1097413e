import { type DType, DTypeUnsupportedError, formatSpec, type Shape, sizeOf } from "@elegy/autodiff";
import { dtypeOfTag, isForeignTag, knownTags, storedDType } from "./safetensors-dtypes.ts";
import { SafetensorsFormatError } from "./safetensors-format-error.ts";
import { parseJsonStrictly } from "./strict-json.ts";

/** As in the reference implementation: larger headers are attacks or accidents. */
export const LARGEST_HEADER = 100_000_000;
/** The key of the header that names no tensor. */
export const METADATA_KEY = "__metadata__";

/** A tensor as the header lists it; `begin` and `end` are bytes from the start of the data. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of their data. */
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The first byte after the header. */
  readonly dataStart: number;
}

/** Reads and checks all that is said of the tensors, without looking at their data. */
export function readHeader(bytes: Uint8Array, what: string): SafetensorsHeader {
  const { text, dataStart } = headerText(bytes, what);
  const { [METADATA_KEY]: metadata = {}, ...tensors } = headerObject(text, what);
  if (!isMetadata(metadata)) {
    throw new SafetensorsFormatError({
      problem: `the metadata of ${what} is not valid`,
      expected: `an object of strings under "${METADATA_KEY}"`,
      received: excerpt(metadata),
    });
  }
  const entries = Object.entries(tensors)
    .map(([name, info]) => tensorEntry(name, info, what))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  requireContiguous(entries, bytes.length - dataStart, what);
  return { entries, metadata, dataStart };
}

function headerText(bytes: Uint8Array, what: string): { text: string; dataStart: number } {
  if (bytes.length < 8) {
    throw new SafetensorsFormatError({
      problem: `${what} is too short for a safetensors file`,
      expected: "at least 8 bytes, which hold the length of the header",
      received: `${bytes.length} bytes`,
    });
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (length > LARGEST_HEADER) {
    throw new SafetensorsFormatError({
      problem: `${what} is not a safetensors file: its header would be too large`,
      expected: `a header of at most ${LARGEST_HEADER} bytes`,
      received: `a length of ${length}`,
      hint: "Is it another kind of file, such as a pickle or a zip archive?",
    });
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    throw new SafetensorsFormatError({
      problem: `${what} is cut off within its header`,
      expected: `${dataStart} bytes up to the end of the header`,
      received: `a file of ${bytes.length} bytes`,
      hint: "Copy or download the file again.",
    });
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes.subarray(8, dataStart)), dataStart };
  } catch (cause) {
    throw new SafetensorsFormatError({ problem: `the header of ${what} is not UTF-8 text`, cause });
  }
}

function headerObject(text: string, what: string): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = parseJsonStrictly(text);
  } catch (cause) {
    throw new SafetensorsFormatError({
      problem: `the header of ${what} is not valid JSON`,
      received: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
  if (text.startsWith("{") && isRecord(header)) return header;
  throw new SafetensorsFormatError({
    problem: `the header of ${what} is no table of tensors`,
    expected: 'a JSON object that begins with "{"',
    received: excerpt(header),
  });
}

function tensorEntry(name: string, info: unknown, what: string): TensorEntry {
  const place = `the tensor ${JSON.stringify(name)} of ${what}`;
  const fields = isRecord(info) ? info : {};
  const { dtype: tag, shape, data_offsets: offsets } = fields;
  const [begin, end, ...more] = isCounts(offsets) ? offsets : [];
  if (
    typeof tag !== "string" ||
    !isCounts(shape) ||
    begin === undefined ||
    end === undefined ||
    more.length > 0
  ) {
    throw new SafetensorsFormatError({
      problem: `${place} is not described`,
      expected: '{ "dtype": string, "shape": sizes, "data_offsets": [begin, end] }',
      received: excerpt(info),
    });
  }
  const dtype = dtypeOfTag(tag) ?? refuseTag(tag, place);
  const expectedBytes = sizeOf(shape) * storedDType(dtype).bytes;
  if (end - begin !== expectedBytes) {
    throw new SafetensorsFormatError({
      problem: `${place} has another size than its shape says`,
      expected: `${expectedBytes} bytes for ${formatSpec({ dtype, shape })}`,
      received: `data_offsets [${begin},${end}], ${end - begin} bytes`,
    });
  }
  return { name, dtype, shape, begin, end };
}

function refuseTag(tag: string, place: string): never {
  if (!isForeignTag(tag)) {
    throw new SafetensorsFormatError({
      problem: `${place} has a dtype that the format does not know`,
      expected: `one of ${knownTags()}`,
      received: excerpt(tag),
    });
  }
  throw new DTypeUnsupportedError({
    operation: "decodeSafetensors",
    problem: `${place} has an unsupported dtype`,
    expected: `one of ${knownTags()}`,
    received: tag,
    hint: `Convert it before saving, in Python to ${/^[IU]/.test(tag) ? "int32" : "float32"}.`,
  });
}

/** Every byte of the data belongs to one tensor. */
function requireContiguous(entries: readonly TensorEntry[], available: number, what: string): void {
  let position = 0;
  let previous = "the start of the data";
  for (const { name, begin, end } of entries) {
    if (begin !== position) {
      throw new SafetensorsFormatError({
        problem: `the tensor ${JSON.stringify(name)} of ${what} ${begin < position ? "overlaps" : "leaves a hole after"} ${previous}`,
        expected: `data_offsets that begin at ${position}`,
        received: `[${begin},${end}]`,
      });
    }
    position = end;
    previous = JSON.stringify(name);
  }
  if (position === available) return;
  throw new SafetensorsFormatError({
    problem:
      position > available
        ? `${what} is cut off within its data`
        : `${what} has bytes that belong to no tensor`,
    expected: `${position} bytes of data`,
    received: `${available} bytes`,
    ...(position > available ? { hint: "Copy or download the file again." } : {}),
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMetadata(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((entry) => typeof entry === "string");
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

/** A value of the header, short enough for a message. */
function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
