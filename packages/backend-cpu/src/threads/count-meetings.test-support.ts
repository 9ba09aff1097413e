import type { CpuBackend } from "../cpu.ts";
import { BufferStore } from "../memory/buffer-store.ts";
import { MEETINGS } from "./control-block.ts";

/** Tells how often all threads of a backend have met: each has come every time. One alone meets nobody. */
export function countMeetings(backend: CpuBackend): () => number {
  const buffer = backend.upload(new Float32Array(1), { shape: [1], dtype: "float32" });
  const { store } = buffer;
  backend.release(buffer);
  if (!(store instanceof BufferStore)) throw new Error("no store");
  const { memory } = store.heap("test");
  if (memory.buffer instanceof ArrayBuffer) return () => 0;
  const words = new Int32Array(memory.buffer);
  return () => Atomics.load(words, MEETINGS);
}
