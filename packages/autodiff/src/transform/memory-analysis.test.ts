import { cpu } from "@elegy/backend-cpu";
import { reference } from "@elegy/backend-reference";
import { beforeEach, expect, test } from "vitest";
import { getBackend, jit, memoryAnalysis, np, setBackend, ShapeDtypeStruct, type Tensor } from "../index.ts";
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

test("takes shapes and dtypes for tensors, in trees too, and compiles what a call would run", () => {
  let traces = 0;
  const f = jit((params: { readonly w: Tensor; readonly b: Tensor }, x: Tensor) => {
    traces += 1;
    return np.matmul(x, params.w).add(params.b);
  });
  const described = (...shape: number[]) => new ShapeDtypeStruct({ shape, dtype: "float32" });
  const params = { w: np.ones([64, 32]), b: np.ones([32]) };
  const given = memoryAnalysis(f, params, np.ones([16, 64]));
  expect(memoryAnalysis(f, params, described(16, 64))).toEqual(given);
  expect(memoryAnalysis(f, { w: described(64, 32), b: described(32) }, described(16, 64))).toEqual(given);
  f(params, np.ones([16, 64]));
  expect(traces).toBe(1);
  // Nobody could hold these.
  const huge = memoryAnalysis(f, params, described(2 ** 30, 64));
  expect(huge?.peakBytes).toBeGreaterThan(2 ** 38);
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
