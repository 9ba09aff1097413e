import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { cpu } from "../cpu.ts";

const spec = { shape: [3], dtype: "float32" } as const;

test("buffers are counted until they are released or dropped, also those made where others were released", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const backend = cpu();
  const upload = (count: number): ReturnType<typeof backend.upload>[] =>
    Array.from({ length: count }, () => backend.upload(new Float32Array(3), spec));
  // More than are kept for the next.
  const released = upload(2000);
  for (const buffer of released) backend.release(buffer);
  expect(backend.memory()).toMatchObject({ buffers: 0, bytes: 0 });
  const kept = upload(10);
  upload(1500);
  expect(backend.memory()).toMatchObject({ buffers: 1510, bytes: 18_120 });
  await vi.waitFor(() => {
    collect();
    expect(backend.memory()).toMatchObject({ buffers: 10, bytes: 120 });
  });
  // What was released stays so.
  expect(() => backend.release(released[0] ?? backend.upload(new Float32Array(3), spec))).toThrow("released");
  for (const buffer of kept) backend.release(buffer);
  expect(backend.memory()).toMatchObject({ buffers: 0, bytes: 0 });
});

test("copies a buffer of Node", () => {
  const backend = cpu();
  const data = Buffer.from([1, 2]);
  const buffer = backend.upload(data, { shape: [2], dtype: "uint8" });
  data.fill(0);
  backend.downloadSync?.(buffer).fill(0);
  expect(backend.downloadSync?.(buffer)).toStrictEqual(new Uint8Array([1, 2]));
});
