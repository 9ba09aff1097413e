import { beforeEach, describe, expect, test } from "vitest";
import { BACKENDS } from "../backend/backends.test-support.ts";
import { getBackend, grad, jit, np, setBackend, type Tensor } from "../index.ts";
import { values } from "../tensor/close.test-support.ts";

const floats = (data: readonly number[]): Tensor => np.array(data, { dtype: "float32" });

describe.each(BACKENDS)("on %s", (_, make) => {
  beforeEach(() => setBackend(make()));

  const step = jit(
    function step({ w }: { w: Tensor }, x: Tensor): { w: Tensor } {
      return { w: w.add(x) };
    },
    { donate: [0] },
  );

  test("a donated tensor cannot be used afterwards", async () => {
    const w = floats([1, 2]);
    const x = floats([10, 20]);
    expect(values(step({ w }, x).w)).toEqual([11, 22]);
    expect(values(x)).toEqual([10, 20]);
    const message =
      "the tensor was donated. Received f32[2]. Its buffer went to a compiled function (`donate`): use what that function returned.";
    expect(() => w.add(1)).toThrow(`add: ${message}`);
    expect(() => w.dataSync()).toThrow(`dataSync: ${message}`);
    expect(() => step({ w }, x)).toThrow(`step: ${message}`);
    await expect(w.data()).rejects.toThrow(`data: ${message}`);
    expect(w.toString()).toBe("f32[2] (disposed)");
    expect(() => w.dispose()).not.toThrow();
  });

  test("no buffer is lost or kept over many steps", () => {
    let params = { w: floats([0, 0]) };
    const x = floats([1, 2]);
    params = step(params, x);
    const { buffers, bytes } = getBackend().memory();
    for (let i = 0; i < 50; i++) params = step(params, x);
    expect(values(params.w)).toEqual([51, 102]);
    expect(getBackend().memory()).toMatchObject({ buffers, bytes });
  });

  test("the same tensor twice, and beside an argument that is kept", () => {
    const both = jit((a: Tensor, b: Tensor, kept: Tensor) => [a.add(1), b.add(2), kept.add(3)], {
      donate: [0, 1],
    });
    const x = floats([1]);
    expect(both(x, x, floats([5])).map(values)).toEqual([[2], [3], [8]]);
    expect(() => x.dataSync()).toThrow("donated");
    const y = floats([1]);
    expect(both(y, floats([2]), y).map(values)).toEqual([[2], [4], [4]]);
    expect(values(y)).toEqual([1]);
  });

  test("a tensor that the function has captured stays", () => {
    const w = floats([3]);
    const f = jit((x: Tensor) => x.mul(w), { donate: [0] });
    expect(values(f(w))).toEqual([9]);
    expect(values(f(floats([2])))).toEqual([6]);
  });

  test("an argument returned as it is", () => {
    const f = jit((x: Tensor) => [x, x.add(1)], { donate: [0] });
    expect(f(floats([1])).map(values)).toEqual([[1], [2]]);
  });

  test("under a transformation nothing is consumed", () => {
    const f = jit((x: Tensor) => x.mul(x).sum(), { donate: [0] });
    const x = floats([3]);
    expect(values(grad(f)(x))).toEqual([6]);
    expect(values(jit((y: Tensor) => f(y).add(y.sum()))(x))).toBe(12);
    expect(values(x)).toEqual([3]);
  });
});

test("a program that fails has consumed what it was given", () => {
  const backend = BACKENDS[0]![1]();
  setBackend({
    ...backend,
    compile: (graph, options) => {
      const program = backend.compile(graph, options);
      return {
        ...program,
        run(inputs) {
          program.run(inputs);
          throw new Error("the device is lost");
        },
      };
    },
  });
  const x = floats([1]);
  expect(() => jit((y: Tensor) => y.neg(), { donate: [0] })(x)).toThrow("the device is lost");
  expect(() => x.dataSync()).toThrow(
    "dataSync: the tensor was donated to a compiled function that failed: the device is lost. Received f32[1]. Its value is lost: make it again, or take one that was saved or copied before.",
  );
  expect(() => x.dispose()).not.toThrow();
});

test("a program that could not begin gives back what it was given", () => {
  const backend = BACKENDS[0]![1]();
  const failing = Object.assign(new Error("out of memory"), { argumentsKept: true });
  setBackend({
    ...backend,
    compile: () => ({
      run() {
        throw failing;
      },
      dispose() {},
    }),
  });
  const x = floats([1]);
  expect(() => jit((y: Tensor) => y.neg(), { donate: [0] })(x)).toThrow("out of memory");
  expect(values(x)).toEqual([1]);
});
