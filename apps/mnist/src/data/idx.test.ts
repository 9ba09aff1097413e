import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { idxFile } from "./idx-fixture.ts";
import { IdxFormatError, readIdx } from "./idx.ts";

function errorOf(bytes: Uint8Array): IdxFormatError {
  try {
    readIdx(bytes, "digits");
  } catch (error) {
    if (error instanceof IdxFormatError) return error;
    throw error;
  }
  throw new Error("readIdx did not throw");
}

function concat(...parts: (Uint8Array | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const whole = idxFile([3, 4, 5]);
const zipped = new Uint8Array(gzipSync(whole));

describe("readIdx", () => {
  it("reads the example of its documentation", () => {
    expect(readIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9), "labels")).toEqual({
      shape: [3],
      data: Uint8Array.of(7, 8, 9),
    });
  });

  it.each([
    ["plain", whole],
    ["gzip", zipped],
    ["a Buffer inside a larger one", Buffer.concat([Buffer.alloc(5), whole]).subarray(5)],
  ])("reads the shape and the elements of a %s file", (_, bytes) => {
    const { shape, data } = readIdx(bytes, "digits");
    expect(shape).toEqual([3, 4, 5]);
    expect(data).toEqual(Uint8Array.from({ length: 60 }, (_, i) => i));
  });

  it("reads sizes as big-endian and unsigned", () => {
    expect(readIdx(idxFile([258]), "digits").shape).toEqual([258]);
    expect(errorOf(Uint8Array.of(0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff)).message).toContain(
      "4294967295 elements",
    );
  });

  it("reads an array without elements", () => {
    expect(readIdx(idxFile([0, 28, 28]), "digits")).toEqual({ shape: [0, 28, 28], data: new Uint8Array() });
  });
});

describe("readIdx refuses", () => {
  it.each<[string, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), "this is not an IDX file"],
    ["a file of three bytes", Uint8Array.of(0, 0, 8), "this is not an IDX file"],
    ["a wrong magic", new TextEncoder().encode("<html>"), "this is not an IDX file"],
    ["no dimensions", Uint8Array.of(0, 0, 8, 0, 1), "this is not an IDX file"],
    ["float32 elements", concat([0, 0, 0x0d, 1, 0, 0, 0, 1], [0, 0, 0, 0]), "wrong element type"],
    ["an unknown element type", Uint8Array.of(0, 0, 0x42, 1, 0, 0, 0, 0), "wrong element type"],
    ["a truncated header", whole.subarray(0, 11), "the header is truncated"],
    ["a truncated file", whole.subarray(0, -1), "the file is truncated"],
    ["trailing bytes", concat(whole, [0]), "bytes follow the last element"],
    ["trailing bytes inside gzip", gzipSync(concat(whole, [0])), "bytes follow the last element"],
    ["truncated gzip", zipped.subarray(0, -1), "the gzip stream is damaged or truncated"],
    ["gzip of two bytes", zipped.subarray(0, 2), "the gzip stream is damaged or truncated"],
    ["zero bytes after gzip", concat(zipped, [0, 0]), "bytes follow the gzip stream"],
    ["other bytes after gzip", concat(zipped, [1, 2, 3]), "gzip stream"],
    [
      "a wrong gzip checksum",
      zipped.map((byte, i) => (i === zipped.length - 8 ? byte ^ 1 : byte)),
      "the gzip stream is damaged or truncated",
    ],
  ])("%s", (_, bytes, problem) => {
    const error = errorOf(bytes);
    expect(error.code).toBe("IDX_FORMAT");
    expect(error.name).toBe("IdxFormatError");
    expect(error.message).toContain(problem);
    expect(error.message).toMatch(/^readIdx\(digits\): .+\. Expected .+; received .+\. .+\.$/);
  });

  it("and says what was wrong", () => {
    expect(errorOf(whole.subarray(0, -1)).message).toBe(
      "readIdx(digits): the file is truncated. Expected 60 elements for the shape [3, 4, 5]; " +
        "received 59 bytes after the header. Replace the file with a fresh copy.",
    );
    expect(errorOf(Uint8Array.of(0, 0, 0x0d, 1)).message).toContain("received type 0d (float32)");
  });
});
