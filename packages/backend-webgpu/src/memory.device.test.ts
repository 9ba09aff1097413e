import { jit, lax, makeGraph, np, setBackend, type Tensor } from "@elegy/autodiff";
import { afterAll, beforeAll, expect, it } from "vitest";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let backend: WebGpuBackend;
beforeAll(async () => {
  backend = await webgpu();
  setBackend(backend);
});
afterAll(() => backend.dispose());

it("2,000 steps leave as many buffers and bytes on the device as a few", async () => {
  const step = jit(
    (w: Tensor, m: Tensor, x: Tensor) => {
      const loss = np.dot(x, w).square().mean();
      const next = m.mul(0.9).add(x.mean({ axis: 0 }));
      return [w.sub(next.mul(0.01)), next, loss] as const;
    },
    { donate: [0, 1] },
  );
  let [w, m] = [np.ones([8]), np.zeros([8])];
  const seen = new Set<string>();
  for (let count = 0; count < 2000; count++) {
    using x = np.array(
      Float32Array.from({ length: 32 }, (_, i) => Math.cos(i + count)),
      { shape: [4, 8] },
    );
    const [nextW, nextM, loss] = step(w, m, x);
    [w, m] = [nextW, nextM];
    if (count % 100 === 99) {
      expect(await loss.item()).toBeLessThan(1e3);
      const { deviceBuffers, deviceBytes, pipelines } = backend.statistics();
      seen.add(JSON.stringify([deviceBuffers, deviceBytes, pipelines]));
    }
    loss.dispose();
  }
  const { buffers, bytes } = backend.memory();
  expect([buffers >= 2, bytes >= 64]).toEqual([true, true]);
  expect([...seen]).toHaveLength(1);
});

it("a donated table is updated where it is", async () => {
  const size = 4096;
  const updated = jit(
    (table: Tensor, rows: Tensor, updates: Tensor) => {
      const added = table.at(rows).add(updates);
      return lax
        .dynamicUpdateSlice(added, np.full([2, 3], 7, { dtype: "float32" }), [5, 0])
        .at(-1)
        .set(9);
    },
    { donate: [0] },
  );
  const rows = np.array([1, 3, 1, size - 2]);
  const updates = np.array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], { dtype: "float32" }).reshape([4, 3]);
  let table = updated(np.ones([size, 3]), rows, updates);
  const { deviceBytes } = backend.statistics();
  for (let turn = 0; turn < 3; turn++) table = updated(table, rows, updates);
  expect(backend.statistics().deviceBytes).toBe(deviceBytes);
  const read = (await table.array()) as number[][];
  expect(read.slice(0, 8)).toEqual([
    [1, 1, 1],
    [33, 41, 49],
    [1, 1, 1],
    [17, 21, 25],
    [1, 1, 1],
    [7, 7, 7],
    [7, 7, 7],
    [1, 1, 1],
  ]);
  expect(read.slice(-3)).toEqual([
    [1, 1, 1],
    [41, 45, 49],
    [9, 9, 9],
  ]);
});

it("a donated input that is read elsewhere keeps what it was", async () => {
  const update = jit((w: Tensor, other: Tensor) => [w.mul(2), other.add(w)] as const, { donate: [0] });
  const w = np.array([1, 2], { dtype: "float32" });
  const copy = w.add(0);
  const [twice, sum] = update(w, copy);
  expect(await twice.array()).toEqual([2, 4]);
  expect(await sum.array()).toEqual([2, 4]);
  // The same buffer at a donated and at another place.
  const spec = { shape: [2], dtype: "float32" } as const;
  const buffer = backend.upload(Float32Array.of(3, 4), spec);
  const one = np.ones([2]);
  const graph = makeGraph((x: Tensor, y: Tensor) => [x.mul(2), np.flip(y)])(one, one);
  const program = backend.compile(graph, { name: "step", donated: [0], eager: false });
  const results = program.run([buffer, buffer]);
  const read = await Promise.all(results.map((result) => backend.download(result)));
  expect(read.map((data) => Array.from(data))).toEqual([
    [6, 8],
    [4, 3],
  ]);
  for (const result of results) backend.release(result);
});
