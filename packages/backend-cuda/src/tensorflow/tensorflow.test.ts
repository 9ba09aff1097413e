import { describe, expect, test } from "vitest";
import { deviceBackend } from "../device-backend.ts";
import { fakeBinding } from "../testing/fake-binding.test-support.ts";
import { DeviceOperationFailedError, DeviceOutOfMemoryError } from "../errors/device-errors.ts";
import { TensorFlow } from "./tensorflow.ts";

describe("a scope", () => {
  test("releases what is made in it but what it returns", () => {
    const binding = fakeBinding();
    const tf = new TensorFlow(binding);
    const [kept] = tf.scope(() => {
      const x = tf.create("float32", [2], [1, 2]);
      tf.apply("Neg", [x]);
      return [tf.apply("Abs", [x])];
    });
    expect([...binding.alive]).toEqual([kept?.id]);
  });

  test("inside of another gives its results to that", () => {
    const binding = fakeBinding();
    const tf = new TensorFlow(binding);
    tf.scope(() => {
      const [inner] = tf.scope(() => [tf.create("float32", [1], [1])]);
      expect(binding.alive.has(inner.id)).toBe(true);
      tf.drop(inner);
      expect(binding.alive.has(inner.id)).toBe(false);
      return [];
    });
    expect(binding.alive.size).toBe(0);
  });

  test("that fails releases everything", () => {
    const binding = fakeBinding();
    const tf = new TensorFlow(binding);
    const failing = (): never => {
      throw new RangeError("out of order");
    };
    expect(() =>
      tf.scope(() => {
        tf.scope(() => [tf.create("float32", [1], [1])]);
        return failing();
      }),
    ).toThrow(RangeError);
    expect(binding.alive.size).toBe(0);
  });
});

describe("constants", () => {
  test("are made once, and are told apart by what is in them", () => {
    const binding = fakeBinding();
    const tf = new TensorFlow(binding);
    const ids = [
      tf.ints([1, 2]),
      tf.ints([1, 2]),
      tf.longs([1, 2]),
      tf.intPairs([[1, 2]]),
      tf.scalar("float32", 0),
      tf.scalar("float32", -0),
      tf.scalar("float32", 0),
    ].map(({ id }) => id);
    expect(ids).toEqual([ids[0], ids[0], ids[2], ids[3], ids[4], ids[5], ids[4]]);
    expect(new Set(ids).size).toBe(5);
    tf.dispose();
    expect(binding.alive.size).toBe(0);
  });

  test("are released when they are too many, but not while a kernel runs, and not while they are held", () => {
    const binding = fakeBinding();
    const tf = new TensorFlow(binding);
    const held = tf.scalar("float32", 0.5);
    held.constant!.holders += 1;
    tf.scope(() => {
      for (let i = 0; i < 5000; i++) tf.ints([i]);
      expect(binding.alive.size).toBe(5001);
      return [];
    });
    expect(binding.alive.size).toBe(4096);
    expect(binding.alive.has(held.id)).toBe(true);
  });
});

test("an operation that fails is named, with its operands", () => {
  const binding = fakeBinding({
    executeOp: (name) => {
      throw new Error(name === "MatMul" ? "OOM when allocating tensor" : "Invalid TF_Status: 3");
    },
  });
  const tf = new TensorFlow(binding);
  const x = tf.create("float32", [2, 3], [0, 0, 0, 0, 0, 0]);
  expect(() => tf.apply("Neg", [x])).toThrow(DeviceOperationFailedError);
  expect(() => tf.apply("Neg", [x])).toThrow(
    "TensorFlow's Neg: Invalid TF_Status: 3. Received float32[2,3].",
  );
  expect(() => tf.apply("MatMul", [x, x])).toThrow(DeviceOutOfMemoryError);
  expect(() => tf.apply("MatMul", [x, x])).toThrow("MatMul: the device is out of memory.");
});

test("data for which there is no room, and that cannot be read, are told in the same way", async () => {
  const full = deviceBackend(
    fakeBinding({
      createTensor: () => {
        throw new Error("Failed to allocate memory for the batch of tensor 0");
      },
    }),
  );
  const spec = { shape: [2], dtype: "float32" } as const;
  expect(() => full.upload(Float32Array.of(1, 2), spec)).toThrow(DeviceOutOfMemoryError);
  const broken = deviceBackend(
    fakeBinding({
      tensorDataSync: () => {
        throw new Error("CUDA_ERROR_ILLEGAL_ADDRESS");
      },
    }),
  );
  await expect(broken.download(broken.upload(Float32Array.of(1, 2), spec))).rejects.toThrow(
    "TensorFlow's tensorDataSync: CUDA_ERROR_ILLEGAL_ADDRESS. Received f32[2].",
  );
});
