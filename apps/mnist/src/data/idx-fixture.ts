/** For tests: an IDX file of unsigned bytes, uncompressed. The elements count up from 0 where none are given. */
export function idxFile(shape: readonly number[], elements?: readonly number[]): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  const header = 4 + 4 * shape.length;
  const bytes = new Uint8Array(header + count);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(elements ?? Array.from({ length: count }, (_, i) => i % 256), header);
  return bytes;
}
