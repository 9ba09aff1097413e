import { type DType, lax, np, setBackend } from "@elegy/autodiff";
import { reference } from "@elegy/backend-reference";
import { expect, test } from "vitest";
import { deviceBackend } from "./device-backend.ts";
import { tensorflowBinding } from "./testing/tensorflow-module.test-support.ts";

const DATA: Readonly<Record<DType, ArrayLike<number>>> = {
  float64: Float64Array.of(1 / 3, -0, Infinity, Number.MIN_VALUE),
  float32: Float32Array.of(1 / 3, -0, -Infinity, 2 ** -149),
  // 1, −0, ∞ and the least subnormal number.
  float16: Uint16Array.of(0x3c00, 0x8000, 0x7c00, 1),
  int32: Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 2 ** 24 + 1, 0),
  uint32: Uint32Array.of(2 ** 32 - 1, 2 ** 31, 2 ** 24 + 1, 0),
  uint8: Uint8Array.of(255, 128, 1, 0),
  bool: Uint8Array.of(1, 0, 0, 1),
};

test.each(Object.entries(DATA))("%s goes in and out, to the last bit", async (name, values) => {
  const binding = tensorflowBinding();
  const backend = deviceBackend(binding);
  const before = binding.getNumOfTensors();
  const dtype = name as DType;
  const data = values as Float32Array;
  for (const [shape, elements] of [
    [[2, 2], data],
    [[], data.slice(0, 1)],
    [[0, 3], data.slice(0, 0)],
  ] as const) {
    const buffer = backend.upload(elements, { shape, dtype });
    expect(backend.downloadSync?.(buffer)).toStrictEqual(elements);
    expect(await backend.download(buffer)).toStrictEqual(elements);
    backend.release(buffer);
  }
  backend.dispose();
  expect(binding.getNumOfTensors()).toBe(before);
});

const EIGHT = [2, 1, 3, 1, 2, 1, 2, 2];
const all = EIGHT.map((_, axis) => axis);
const even = all.filter((axis) => axis % 2 === 0);

test.each([
  ["transpose", (x) => x.transpose(all.toReversed())],
  ["flip", (x) => np.flip(x)],
  ["slice", (x) => lax.slice(x, [1, 0, 1, 0, 0, 0, 0, 1], EIGHT, [1, 1, 2, 1, 2, 1, 1, 1])],
  [
    "pad",
    (x) =>
      np.pad(
        x,
        all.map((axis): [number, number] => [axis % 2, 1]),
        0.5,
      ),
  ],
  ["broadcast", (x) => x.sum({ axis: even, keepdims: true }).add(x.sum({ axis: [1, 2, 5], keepdims: true }))],
  [
    "broadcast and more",
    (x) => np.broadcastTo(x.sum({ axis: even, keepdims: true }), EIGHT).cumsum({ axis: 2 }),
  ],
  ["sum", (x) => x.sum({ axis: even })],
  ["max", (x) => x.max({ axis: [0, 4] })],
  ["sort", (x) => np.sort(x, { axis: 2 })],
  ["tensordot", (x) => np.tensordot(x, x, [even, even])],
  ["take", (x) => np.take(x, np.array([1, 0, 1], { dtype: "int32" }), { axis: 4 })],
  ["concatenate", (x) => np.concatenate([x, x.neg()], { axis: 3 })],
] satisfies [string, (x: ReturnType<typeof np.ones>) => ReturnType<typeof np.ones>][])(
  "%s of eight axes, which TensorFlow takes in fewer",
  async (_, f) => {
    const results = [reference(), deviceBackend(tensorflowBinding())].map((backend) => {
      setBackend(backend);
      const x = np.array(
        Array.from({ length: 48 }, (_, i) => (7 * i) % 5),
        { dtype: "float32", shape: EIGHT },
      );
      return f(x).array();
    });
    expect(await results[1]).toEqual(await results[0]);
  },
);
