/** Numbers and names as the WebAssembly binary format spells them. */
export function unsignedLeb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsignedLeb(value >>> 7)];
}

/** Five bytes whatever the value, so that it can be filled in later. */
export function paddedLeb(value: number): number[] {
  return [0, 7, 14, 21, 28].map((shift) => ((value >>> shift) & 0x7f) | (shift < 28 ? 0x80 : 0));
}

/** A 32-bit integer; unsigned ones wrap to the signed number of the same bits. */
export function signedLeb(value: number): number[] {
  const [low, rest] = [value & 0x7f, value >> 7];
  // Nothing is left but what the sign of these seven bits says.
  return rest === -(low >> 6) ? [low] : [low | 0x80, ...signedLeb(rest)];
}

/** Numbers as they lie in memory. */
export function bytesOf({ buffer }: Float64Array | Int32Array): number[] {
  return [...new Uint8Array(buffer)];
}

export function nameBytes(name: string): number[] {
  return vector([...new TextEncoder().encode(name)]);
}

/** Count, then items. */
export function vector(items: readonly (number | readonly number[])[]): number[] {
  return [...unsignedLeb(items.length), ...items.flat()];
}

/** Bytes one after another. */
export function joinBytes(pieces: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
