import { jit, lax, np, setBackend, type Tensor } from "@elegy/autodiff";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeviceLostError } from "./errors/device-lost-error.ts";
import { DeviceOutOfMemoryError } from "./errors/device-out-of-memory-error.ts";
import { ShaderInvalidError } from "./errors/shader-invalid-error.ts";
import { type FailingDevice, failingDevice } from "./failing-device.test-support.ts";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let failing: FailingDevice;
let backend: WebGpuBackend;
beforeEach(async () => {
  failing = await failingDevice();
  backend = await webgpu({ device: failing.device });
  setBackend(backend);
});
afterEach(() => {
  backend.dispose();
  failing.device.destroy();
});

const BIG = 3000;
const OUT_OF_MEMORY = /: the device is out of memory .*Take smaller batches, or dispose of tensors/s;
const numbers = (size: number): Tensor => np.array(new Float32Array(size).fill(2), { shape: [size] });

describe("where the device has no room", () => {
  it("for samples, they cannot be read, the next call throws, and the others are as they were", async () => {
    const small = numbers(4);
    failing.fullFor(4 * BIG);
    const lost = numbers(BIG);
    await expect(lost.data()).rejects.toThrow(DeviceOutOfMemoryError);
    await expect(lost.data()).rejects.toThrow(OUT_OF_MEMORY);
    expect(() => lost.neg()).toThrow(OUT_OF_MEMORY);
    // Who has been told once, is not told again elsewhere.
    expect(await small.add(1).array()).toEqual([3, 3, 3, 3]);

    void numbers(BIG);
    await backend.device.queue.onSubmittedWorkDone();
    await expect.poll(() => errorOf(() => numbers(1))).toBeInstanceOf(DeviceOutOfMemoryError);
    expect(await numbers(1).array()).toEqual([2]);
  });

  it("for a result, nothing that was made of it can be read either", async () => {
    const x = numbers(BIG);
    const f = jit((x: Tensor) => [x.mul(2), x.mean()], { name: "step" });
    f(x);
    failing.fullFor(4 * BIG);
    const results = f(x);
    const later = results.map((result) => result.add(1).sum());
    const read = await Promise.all([...results, ...later].map((one) => one.data().catch(nameOf)));
    expect(read).toEqual(Array(4).fill("DeviceOutOfMemoryError"));
    await expect(results[0]!.data()).rejects.toThrow(/^step: the device is out of memory/);
    expect(await x.sum().item()).toBe(2 * BIG);
  });

  it("the buffer that it did not give is not handed out again", async () => {
    const x = numbers(BIG);
    failing.fullFor(4 * BIG);
    const lost = x.mul(2);
    await expect(lost.data()).rejects.toThrow(DeviceOutOfMemoryError);
    lost.dispose();
    failing.fullFor(Infinity);
    expect(await x.mul(3).sum().item()).toBe(6 * BIG);
  });

  it("within a loop, its result tells", async () => {
    const grown = jit((x: Tensor) =>
      lax.whileLoop(
        (value: Tensor) => np.less(value.max(), 100),
        (value: Tensor) => value.cumsum().mul(2).sub(value.cumsum()).mul(2),
        x,
      ),
    );
    const x = numbers(BIG);
    failing.fullFor(4 * BIG);
    await expect(grown(x).data()).rejects.toThrow(DeviceOutOfMemoryError);
    failing.fullFor(Infinity);
    expect(await x.sum().item()).toBe(2 * BIG);
  });
});

it("a shader that is refused is what a program fails with, and not all else", async () => {
  const x = numbers(4);
  failing.refuseShaders(true);
  const y = x.sin();
  const z = y.add(1);
  await expect(y.data()).rejects.toThrow(ShaderInvalidError);
  await expect(z.data()).rejects.toThrow(/^sin: the device refused the shader of "sin"/);
  failing.refuseShaders(false);
  // What was refused is not kept.
  const sine = jit((x: Tensor) => x.sin());
  expect(await sine(x).array()).toEqual(Array(4).fill(expect.closeTo(Math.sin(2))));
});

it("a device that is lost while it is read from says so", async () => {
  const x = numbers(4);
  const reading = [x.data(), x.add(1).data()].map((one) => one.catch((error: unknown) => error));
  failing.device.destroy();
  for (const outcome of await Promise.all(reading)) expect(outcome).toBeInstanceOf(DeviceLostError);
  expect(() => x.add(1)).toThrow(DeviceLostError);
  expect(() => numbers(1)).toThrow(DeviceLostError);
});

it("what somebody else does wrong on a device of their own is theirs", async () => {
  const heard: string[] = [];
  const { device } = failing;
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    heard.push(event.error.message);
  });
  device.createBuffer({ size: device.limits.maxBufferSize + 4, usage: 0 });
  expect(await numbers(2).array()).toEqual([2, 2]);
  await expect.poll(() => heard.length).toBe(1);
  expect(await numbers(2).array()).toEqual([2, 2]);
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}
