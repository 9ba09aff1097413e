import { expect, test } from "vitest";
import { reference } from "./reference.ts";

test("the backend it makes", () => {
  const backend = reference();
  expect(backend.name).toBe("reference");
  expect([...backend.dtypes].toSorted()).toEqual([
    "bool",
    "float16",
    "float32",
    "float64",
    "int32",
    "uint32",
    "uint8",
  ]);
  expect(backend.takes).toEqual(new Set());
});

test("holds its own buffers: two of them share nothing", () => {
  const [one, other] = [reference(), reference()];
  const buffer = one.upload(new Float32Array([1]), { shape: [1], dtype: "float32" });
  expect(other.memory()).toEqual({ buffers: 0, bytes: 0 });
  expect(() => other.release(buffer)).toThrowError(expect.objectContaining({ code: "ELEGY_BUFFER_FOREIGN" }));
});
