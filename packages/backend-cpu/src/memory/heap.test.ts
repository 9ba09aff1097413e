import { expect, it, vi } from "vitest";
import { HeapOutOfMemoryError } from "../errors/heap-out-of-memory-error.ts";
import { Heap } from "./heap.ts";

it("grows, and its bytes stay", () => {
  const heap = new Heap({ limit: 2 ** 26 });
  const first = heap.allocate(100, "test");
  heap.view("uint8").fill(7, first, first + 100);
  const second = heap.allocate(10_000_000, "test");
  expect(first % 64).toBe(0);
  expect(second % 64).toBe(0);
  expect(
    heap
      .view("uint8")
      .subarray(first, first + 100)
      .every((byte) => byte === 7),
  ).toBe(true);
  heap.free(second);
  const size = heap.size;
  for (let round = 0; round < 100; round++) heap.free(heap.allocate(10_000_000, "test"));
  expect(heap.size).toBe(size);
});

it("says how much it lacks", () => {
  const heap = new Heap({ limit: 2 ** 20 });
  heap.allocate(500_000, "test");
  expect(() => heap.allocate(600_000, "trainStep")).toThrow(HeapOutOfMemoryError);
  expect(() => heap.allocate(600_000, "trainStep")).toThrow(
    /^trainStep: out of memory: needed 600000 bytes, in use 500032 bytes, limit 1\.0 MiB\./,
  );
  expect(heap.inUse).toBe(500_032);
});

it("says that what is free is in pieces, or that the system gives no more", () => {
  const heap = new Heap({ limit: 2 ** 20 });
  const blocks = Array.from({ length: 4 }, () => heap.allocate(240_000, "test"));
  for (const index of [0, 2]) heap.free(blocks[index] ?? 0);
  expect(() => heap.allocate(400_000, "step")).toThrow(
    /^step: out of memory: needed 400000 bytes, in use 480000 bytes, limit 1\.0 MiB, and what is free is not in one piece\. Use/,
  );

  const other = new Heap({ limit: 2 ** 26 });
  const grow = vi.spyOn(other.memory, "grow").mockImplementation(() => {
    throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
  });
  expect(() => other.allocate(2 ** 20, "step")).toThrow(
    "step: out of memory: needed 1.0 MiB, in use 0 bytes, limit 64.0 MiB, and the system gives no more than 65536 bytes. Use",
  );
  grow.mockRestore();
  expect(other.allocate(2 ** 20, "step")).toBeGreaterThan(0);
});

it("gives nothing to what has no bytes", () => {
  const heap = new Heap({ limit: 2 ** 20 });
  expect(heap.allocate(0, "test")).toBe(0);
  heap.free(0);
  expect(heap.inUse).toBe(0);
});
