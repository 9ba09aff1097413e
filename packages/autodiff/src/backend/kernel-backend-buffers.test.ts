import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test, vi } from "vitest";
import type { TypedArray } from "../tensor/dtype.ts";
import type { Backend } from "./backend.ts";
import { kernelBackend } from "./kernel-backend.ts";
import {
  chain,
  kernelTable,
  options,
  type TrackedBuffer,
  trackingStorage,
  vector,
} from "./kernel-backend.test-support.ts";

function hostBackend(): Backend {
  return kernelBackend({
    name: "host",
    dtypes: ["float32", "uint8"],
    kernels: kernelTable<TypedArray>({ neg: ([x]) => [x!.buffer.map((v) => -v)] }),
  });
}

const withCode = (code: string): object => expect.objectContaining({ code });

describe("host storage", () => {
  test("copies on the way in and on the way out", async () => {
    const backend = hostBackend();
    const data = new Float32Array([1, 2, 3]);
    const buffer = backend.upload(data, vector);
    data.fill(0);
    (await backend.download(buffer)).fill(0);
    backend.downloadSync?.(buffer).fill(0);
    expect(await backend.download(buffer)).toEqual(new Float32Array([1, 2, 3]));
  });

  test("copies a Node buffer, and gives a plain array back", () => {
    const backend = hostBackend();
    const data = Buffer.from([1, 2]);
    const buffer = backend.upload(data, { shape: [2], dtype: "uint8" });
    data.fill(0);
    expect(backend.downloadSync?.(buffer)).toStrictEqual(new Uint8Array([1, 2]));
  });

  test("leaves buffers that were dropped to the garbage collector, and out of the count", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const backend = hostBackend();
    const kept = backend.upload(new Float32Array(3), vector);
    const program = backend.compile(chain("neg", 2), options());
    for (let i = 0; i < 10; i++) program.run([kept]);
    expect(backend.memory()).toEqual({ buffers: 11, bytes: 132 });
    await vi.waitFor(() => {
      collect();
      expect(backend.memory()).toEqual({ buffers: 1, bytes: 12 });
    });
    backend.release(kept);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});

describe("misuse", () => {
  test("release twice", () => {
    const backend = hostBackend();
    const buffer = backend.upload(new Float32Array(3), vector);
    backend.release(buffer);
    expect(() => backend.release(buffer)).toThrowError(
      'release: the buffer was released or donated before, on backend "host". Expected a buffer that is alive; received f32[3].',
    );
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  test("use after release", async () => {
    const backend = hostBackend();
    const program = backend.compile(chain("neg", 1), options());
    const buffer = backend.upload(new Float32Array(3), vector);
    backend.release(buffer);
    await expect(backend.download(buffer)).rejects.toThrowError(withCode("ELEGY_BUFFER_RELEASED"));
    expect(() => backend.downloadSync?.(buffer)).toThrowError(withCode("ELEGY_BUFFER_RELEASED"));
    expect(() => program.run([buffer])).toThrowError(withCode("ELEGY_BUFFER_RELEASED"));
  });

  test.each([undefined, null, 7, new Float32Array(3), hostBackend().upload(new Float32Array(3), vector)])(
    "a buffer of something else: %s",
    (buffer) => {
      expect(() => hostBackend().release(buffer)).toThrowError(withCode("ELEGY_BUFFER_FOREIGN"));
    },
  );

  test("run after the program was disposed", () => {
    const backend = hostBackend();
    const program = backend.compile(chain("neg", 1), options());
    program.dispose();
    program.dispose();
    const run = (): unknown => program.run([backend.upload(new Float32Array(3), vector)]);
    expect(run).toThrowError(withCode("ELEGY_EXECUTABLE_DISPOSED"));
  });

  test("use after the backend was disposed", async () => {
    const backend = hostBackend();
    const program = backend.compile(chain("neg", 1), options());
    const buffer = backend.upload(new Float32Array(3), vector);
    backend.dispose();
    backend.dispose();

    const disposed = withCode("ELEGY_BACKEND_DISPOSED");
    expect(() => backend.upload(new Float32Array(3), vector)).toThrowError(disposed);
    expect(() => backend.downloadSync?.(buffer)).toThrowError(disposed);
    expect(() => backend.compile(chain("neg", 1), options())).toThrowError(disposed);
    expect(() => program.run([buffer])).toThrowError(disposed);
    await expect(backend.download(buffer)).rejects.toThrowError(disposed);
    // A finalizer may come late.
    expect(() => backend.release(buffer)).not.toThrowError();
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});

describe("a storage that releases", () => {
  const make = () => {
    const storage = trackingStorage();
    const kernels = kernelTable<TrackedBuffer>({});
    return { storage, backend: kernelBackend({ name: "tracked", dtypes: ["float32"], kernels, storage }) };
  };

  test("gets everything back on dispose", () => {
    const { storage, backend } = make();
    const buffers = [1, 2, 3].map(() => backend.upload(new Float32Array(3), vector));
    backend.release(buffers[1]);
    backend.dispose();
    expect(storage.alive.size).toBe(0);
  });

  test("keeps a buffer whose download is under way", async () => {
    const { storage, backend } = make();
    const buffer = backend.upload(new Float32Array([1, 2, 3]), vector);
    const download = backend.download(buffer);
    backend.release(buffer);
    expect(backend.memory().buffers).toBe(0);
    expect(await download).toEqual(new Float32Array([1, 2, 3]));
    expect(storage.alive.size).toBe(0);
  });
});
