import { expect, it } from "vitest";
import { fromStored, storedBytes, toStored } from "./layout.ts";

it("truth values and bytes take a word each", () => {
  const spec = { shape: [3], dtype: "uint8" } as const;
  const stored = toStored(Uint8Array.of(1, 0, 255), spec);
  expect([...new Uint32Array(stored.buffer)]).toEqual([1, 0, 255]);
  expect(storedBytes(spec)).toBe(12);
  expect(fromStored(stored.buffer, spec)).toEqual(Uint8Array.of(1, 0, 255));
});

it("half floats are padded to whole words", () => {
  const spec = { shape: [3], dtype: "float16" } as const;
  const stored = toStored(Uint16Array.of(1, 2, 3), spec);
  expect(stored.byteLength).toBe(8);
  expect(storedBytes(spec)).toBe(8);
  expect(fromStored(stored.buffer, spec)).toEqual(Uint16Array.of(1, 2, 3));
});

it("a part of an array is that part", () => {
  const spec = { shape: [2], dtype: "float32" } as const;
  const stored = toStored(Float32Array.of(1, 2, 3, 4).subarray(1, 3), spec);
  expect(fromStored(stored.slice().buffer, spec)).toEqual(Float32Array.of(2, 3));
});

it("what is empty takes nothing", () => {
  const spec = { shape: [0, 3], dtype: "float32" } as const;
  expect(storedBytes(spec)).toBe(0);
  expect(fromStored(new ArrayBuffer(0), spec)).toHaveLength(0);
});
