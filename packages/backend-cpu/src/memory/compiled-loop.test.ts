import { expect, test } from "vitest";
import type { TypedArray } from "@elegy/autodiff/spi";
import { cpu } from "../cpu.ts";
import { GraphBuilder } from "../testing/graph-builder.test-support.ts";

/** x + 1, compiled. */
function increment(size: number): ReturnType<GraphBuilder["graph"]> {
  const builder = new GraphBuilder();
  const x = builder.input([size]);
  return builder.graph(builder.map("add", x, builder.full(1, [size])));
}

test.each([4, 1000, 40_000])("a loop of compiled calls that never yields, results of %i floats", (size) => {
  // Far less than what 500 undisposed results of the larger sizes would take.
  const backend = cpu({ heapLimit: 2 ** 21 });
  const spec = { shape: [size], dtype: "float32" } as const;
  const program = backend.compile(increment(size), { name: "step", donated: [], eager: false });
  let x = backend.upload(new Float32Array(size), spec);
  for (let i = 0; i < 500; i++) {
    const [next] = program.run([x]);
    if (next === undefined) throw new Error("a program has a result");
    // Twice is often enough to become a resident of the heap.
    program.run([next]);
    x = next;
  }
  const data = backend.downloadSync?.(x) as TypedArray;
  expect([data[0], data.at(-1)]).toEqual([500, 500]);
});

test("results have a place on the heap again when there is room", () => {
  const size = 2 ** 16;
  const backend = cpu({ heapLimit: 2 ** 22 });
  const spec = { shape: [size], dtype: "float32" } as const;
  const program = backend.compile(increment(size), { name: "step", donated: [], eager: false });
  const x = backend.upload(new Float32Array(size), spec);
  const places = (): string[] => {
    const results = Array.from({ length: 6 }, () => program.run([x])[0]);
    const residences = results.map((buffer) => buffer?.residence.on ?? "nowhere");
    for (const buffer of results) if (buffer) backend.release(buffer);
    return residences;
  };
  const first = places();
  expect(new Set(first)).toEqual(new Set(["heap", "host"]));
  expect(places()).toContain("heap");
});
