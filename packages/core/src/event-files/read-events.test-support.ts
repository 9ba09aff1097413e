import { readFileSync } from "node:fs";

// A reader of its own, bit by bit from the published formats, that shares nothing with what is tested.

/** CRC-32C by polynomial division, one bit at a time. */
export function slowCrc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const out = (remainder ^ (byte >> bit)) & 1;
      remainder = (remainder >>> 1) ^ (out ? 0x82f63b78 : 0);
    }
  }
  return ~remainder >>> 0;
}

function unmasked(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

/** The records of a file; throws if a checksum is wrong. */
export function readRecords(bytes: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const length = Number(view.getBigUint64(at, true));
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (unmasked(view.getUint32(at + 8, true)) !== slowCrc32c(bytes.subarray(at, at + 8)))
      throw new Error(`the length at ${at} is damaged`);
    if (unmasked(view.getUint32(at + 12 + length, true)) !== slowCrc32c(data))
      throw new Error(`the data at ${at} is damaged`);
    records.push(data);
    at += length + 16;
  }
  return records;
}

/** The fields of a protobuf message: numbers, or bytes. */
type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

export function readMessage(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key & 7;
    const length = kind === 0 ? 0 : kind === 1 ? 8 : kind === 5 ? 4 : varint();
    const value =
      kind === 0
        ? varint()
        : kind === 1
          ? view.getFloat64(at, true)
          : kind === 5
            ? view.getFloat32(at, true)
            : bytes.subarray(at, at + length);
    at += length;
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

const text = (value: number | Uint8Array | undefined): string =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);

export const inner = (fields: Fields, field: number): Fields => {
  const [value] = fields.get(field) ?? [];
  return value instanceof Uint8Array ? readMessage(value) : new Map();
};

/** What a file says: "step tag value" for scalars, and what else there is in words. */
export function readEvents(path: string): string[] {
  return readRecords(readFileSync(path)).flatMap((record) => {
    const event = readMessage(record);
    const step = event.get(2)?.[0] ?? 0;
    if (event.has(3)) return [text(event.get(3)?.[0])];
    if (event.has(7))
      return [`restart at ${String(step)} with status ${String(inner(event, 7).get(1)?.[0])}`];
    return (inner(event, 5).get(1) ?? []).map((value) => {
      const fields = value instanceof Uint8Array ? readMessage(value) : new Map<number, never[]>();
      const tag = text(fields.get(1)?.[0]);
      if (fields.has(2)) return `${String(step)} ${tag} ${String(fields.get(2)?.[0])}`;
      if (fields.has(5)) return `${String(step)} ${tag} histogram of ${String(inner(fields, 5).get(3)?.[0])}`;
      const plugin = text(inner(inner(fields, 9), 1).get(1)?.[0]);
      return `${String(step)} ${tag} ${plugin} ${text(inner(fields, 8).get(8)?.[0]).length > 0}`;
    });
  });
}
