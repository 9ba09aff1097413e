import { jit, lax, np, scope, setBackend, type Tensor } from "@elegy/autodiff";
import { beforeEach, expect, test } from "vitest";
import { deviceBackend } from "./device-backend.ts";
import { type FakeBinding, fakeBinding } from "./testing/fake-binding.test-support.ts";

let binding: FakeBinding;

beforeEach(() => {
  binding = fakeBinding();
  setBackend(deviceBackend(binding));
});

const names = (): string[] => binding.calls.map(({ name }) => name);

test("a compiled program runs one operation for each primitive and keeps its results alone", () => {
  const x = np.array([1, 2], { dtype: "float32" });
  const f = jit((x: Tensor) => np.exp(x).mul(2).add(x).neg());
  const first = f(x);
  expect(names()).toEqual(["Exp", "Mul", "AddV2", "Neg"]);
  // The operand, the result, and the 2, which stays.
  expect(binding.alive.size).toBe(3);
  first.dispose();
  f(x).dispose();
  expect(binding.alive.size).toBe(2);
  x.dispose();
  expect(binding.alive.size).toBe(1);
});

test("constants that are results are counted, and released by themselves", () => {
  const backend = deviceBackend(binding);
  setBackend(backend);
  for (let i = 0; i < 5000; i++) scope(() => void np.full([2], i));
  expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  expect(binding.alive.size).toBeLessThanOrEqual(4096);
  const kept = np.full([2], 0.5);
  const before = binding.alive.size;
  kept.dispose();
  expect(binding.alive.size).toBe(before);
});

test("nothing is copied to repeat elements in an elementwise operation", () => {
  const x = np.array([1, 2], { dtype: "float32" });
  jit((x: Tensor) => x.reshape([1, 2]).add(np.ones([2, 2])))(x);
  expect(names()).not.toContain("BroadcastTo");
  jit((x: Tensor) => np.broadcastTo(x, [3, 2]).sum())(x);
  expect(names()).toContain("BroadcastTo");
});

test("matrices are transposed by a flag", () => {
  const x = np.array([1, 2, 3, 4], { dtype: "float32", shape: [2, 2] });
  jit((x: Tensor) =>
    lax.dotGeneral(x, x, [
      [[0], [0]],
      [[], []],
    ]),
  )(x);
  const [product] = binding.calls.filter(({ name }) => name === "MatMul");
  expect(product?.attributes).toEqual({ transpose_a: true, transpose_b: false });
});

test("a disposed backend leaves nothing on the device", () => {
  const backend = deviceBackend(binding);
  setBackend(backend);
  np.array([1, 2], { dtype: "float32" }).mul(3);
  expect(binding.alive.size).toBeGreaterThan(0);
  backend.dispose();
  expect(binding.alive.size).toBe(0);
});

test("host data are copied: they may change afterwards", () => {
  const seen: ArrayLike<number>[] = [];
  const own = fakeBinding({
    createTensor: (_shape, _dtype, data) => {
      seen.push(data);
      return 0;
    },
  });
  const data = Float32Array.of(1, 2);
  deviceBackend(own).upload(data, { shape: [2], dtype: "float32" });
  data.fill(0);
  expect(seen).toEqual([Float32Array.of(1, 2)]);
});

test("a program that fails in the middle leaves nothing behind, and what was donated says so", () => {
  for (const fails of [0, 1, 2]) {
    const inner = fakeBinding();
    let left = Infinity;
    const own: FakeBinding = {
      ...inner,
      executeOp(...operation) {
        if (left-- === 0) throw new Error("OOM when allocating tensor with shape[2]");
        return inner.executeOp(...operation);
      },
    };
    setBackend(deviceBackend(own));
    const step = jit((w: Tensor, x: Tensor) => np.exp(w).mul(x).neg(), { donate: [0], name: "trainStep" });
    const [w, x] = [1, 2].map((value) => np.array([value, value], { dtype: "float32" })) as [Tensor, Tensor];
    left = fails;
    expect(() => step(w, x)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^trainStep: the kernel of primitive "(exp|mul|neg)" at .*device-backend/,
        ),
        cause: expect.objectContaining({ code: "ELEGY_CUDA_OUT_OF_MEMORY" }),
      }),
    );
    expect(() => w.dataSync()).toThrow(/donated to a compiled function that failed: .*out of memory/);
    // What was not donated is there, and the next call goes well.
    expect(inner.alive.size).toBe(1);
    const again = np.array([1, 2], { dtype: "float32" });
    left = Infinity;
    step(again, x);
    expect(inner.alive.size).toBe(2);
  }
});
