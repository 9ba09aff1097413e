import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { np, setBackend } from "../index.ts";

test("a long synchronous loop that never reads stays within bounded memory and constant time", () => {
  setBackend(reference());
  const size = 1024;
  const step = np.ones([size]);
  let x = np.zeros([size]);
  const run = (count: number): number => {
    const start = performance.now();
    for (let i = 0; i < count; i++) x = x.add(step);
    return performance.now() - start;
  };
  run(1000);
  const before = process.memoryUsage();
  const first = run(5000);
  run(40_000);
  const last = run(5000);
  const after = process.memoryUsage();
  // 50,000 results of 4 KiB are 200 MiB.
  expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(
    100 * 2 ** 20,
  );
  expect(last).toBeLessThan(4 * first + 100);
  expect(x.dataSync()[0]).toBe(51_000);
}, 60_000);
