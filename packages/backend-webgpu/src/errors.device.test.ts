import { np, setBackend } from "@elegy/autodiff";
import { BackendDisposedError, BufferForeignError, BufferReleasedError } from "@elegy/autodiff/spi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Health } from "./device/health.ts";
import { requestDevice } from "./device/request-device.ts";
import { DeviceLimitError } from "./errors/device-limit-error.ts";
import { DeviceLostError } from "./errors/device-lost-error.ts";
import { ShaderInvalidError } from "./errors/shader-invalid-error.ts";
import type { GpuBuffer } from "./memory/gpu-buffer.ts";
import { Pipelines } from "./program/pipelines.ts";
import { webgpu, type WebGpuBackend } from "./webgpu.ts";

let backend: WebGpuBackend;
beforeEach(async () => {
  backend = await webgpu();
  setBackend(backend);
});
afterEach(() => backend.dispose());

const vector = { shape: [2], dtype: "float32" } as const;
const upload = (to: WebGpuBackend = backend): GpuBuffer => to.upload(Float32Array.of(1, 2), vector);

it("names options that there are not", async () => {
  const options: object = { powerPreference: "low-power", threads: 2 };
  await expect(webgpu(options)).rejects.toThrow(
    "webgpu: there is no such option. Expected device, powerPreference; received threads.",
  );
});

describe("buffers", () => {
  it("that were released, or are another backend's, are told apart", async () => {
    const buffer = upload();
    backend.release(buffer);
    expect(() => backend.release(buffer)).toThrow(BufferReleasedError);
    await expect(backend.download(buffer)).rejects.toThrow(BufferReleasedError);
    const other = await webgpu();
    await expect(backend.download(upload(other))).rejects.toThrow(BufferForeignError);
    other.dispose();
  });

  it("larger than the device allows are refused with the limit", () => {
    const size = backend.device.limits.maxStorageBufferBindingSize / 4 + 1;
    expect(() => np.zeros([size])).toThrow(DeviceLimitError);
    expect(() => np.zeros([size])).toThrow(/maxStorageBufferBindingSize is too small.*smaller batches/);
    expect(backend.memory().buffers).toBeLessThan(3);
  });

  it("of a backend that was disposed of are gone", async () => {
    const buffer = upload();
    backend.dispose();
    expect(() => upload()).toThrow(BackendDisposedError);
    await expect(backend.download(buffer)).rejects.toThrow(BackendDisposedError);
    backend.release(buffer);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});

it("values come asynchronously only", async () => {
  const x = np.array([1, 2]);
  expect(() => x.dataSync()).toThrow(/dataSync.*webgpu/);
  expect(Array.from(await x.data())).toEqual([1, 2]);
});

it("a shader that the device refuses is named with its line", async () => {
  const health = new Health(backend.device, true);
  new Pipelines(backend.device, health).of(
    "@compute @workgroup_size(1) fn main() {\n  let x: i32 = 1.5f;\n}",
    "nonsense",
    "step",
  );
  await expect.poll(() => errorOf(() => health.check("step"))).toBeInstanceOf(ShaderInvalidError);
});

function errorOf(check: () => void): unknown {
  try {
    check();
    return null;
  } catch (error) {
    expect(String(error)).toMatch(/step: the device refused the shader of "nonsense".*let x: i32 = 1.5f/);
    return error;
  }
}

it("a device that is lost says so from then on", async () => {
  const device = await requestDevice(undefined);
  const lost = await webgpu({ device });
  const buffer = upload(lost);
  device.destroy();
  await device.lost;
  expect(() => upload(lost)).toThrow(DeviceLostError);
  await expect(lost.download(buffer)).rejects.toThrow(/device was lost \(destroyed.*saved or read last/);
  lost.dispose();
});
