import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { getBackend, jit, memoryAnalysis, np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const KB = 1024;
const floats = (): Tensor => np.ones([256]);

beforeEach(() => setBackend(cpu()));

test("tells arguments, outputs, aliases and temporaries of a program", () => {
  const f = (x: Tensor, y: Tensor): Tensor[] => [y.sum(), np.cumsum(np.cumsum(x)).add(y)];
  const [x, y] = [floats(), floats()];
  expect(memoryAnalysis(jit(f), x, y)).toMatchObject({
    argumentBytes: 2 * KB,
    outputBytes: KB + 4,
    aliasBytes: 0,
  });
  const { aliasBytes, temporaryBytes, peakBytes } = memoryAnalysis(jit(f, { donate: [1] }), x, y)!;
  expect(aliasBytes).toBe(KB);
  expect(peakBytes).toBe(2 * KB + 4 + temporaryBytes);
});

test("takes a function that is not jitted, and counts what it captures", () => {
  const captured = floats();
  expect(memoryAnalysis((x: Tensor) => x.add(captured), floats())).toEqual({
    argumentBytes: 2 * KB,
    outputBytes: KB,
    aliasBytes: 0,
    temporaryBytes: 0,
    peakBytes: 3 * KB,
  });
});

test("consumes nothing, traces no more often than calls, and keeps nothing", () => {
  let traces = 0;
  const f = jit(
    (x: Tensor, scale: number) => {
      traces += 1;
      return x.mul(scale);
    },
    { donate: [0], static: [1] },
  );
  const x = floats();
  const { buffers } = getBackend().memory();
  memoryAnalysis(f, x, 2);
  memoryAnalysis(f, x, 2);
  expect(getBackend().memory().buffers).toBe(buffers);
  expect(values(f(x, 2).sum())).toBe(512);
  expect(traces).toBe(1);
});

test("is null where a backend does not plan", () => {
  setBackend(reference());
  expect(memoryAnalysis((x: Tensor) => x.neg(), floats())).toBeNull();
});
