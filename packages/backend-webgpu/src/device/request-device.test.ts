import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock("webgpu");
});

// Where WebGPU is, is found out once: each test asks anew.
async function request(preference?: GPUPowerPreference): Promise<unknown> {
  const { requestDevice } = await import("./request-device.ts");
  return requestDevice(preference);
}

function gpuWith(adapter: unknown): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
}

const LIMITS = {
  maxBufferSize: 1,
  maxStorageBufferBindingSize: 2,
  maxStorageBuffersPerShaderStage: 3,
  maxComputeInvocationsPerWorkgroup: 4,
  maxComputeWorkgroupSizeX: 5,
  maxComputeWorkgroupSizeY: 6,
  maxComputeWorkgroupStorageSize: 7,
};

describe("a device", () => {
  it("is asked for with what the adapter has of use, and with its limits", async () => {
    const requestDevice = vi.fn<(descriptor: GPUDeviceDescriptor) => unknown>();
    const features = new Set(["subgroups", "shader-f16", "timestamp-query", "texture-compression-bc"]);
    gpuWith({ features, limits: { ...LIMITS, maxTextureDimension2D: 8 }, requestDevice });
    await request();
    expect(requestDevice).toHaveBeenCalledWith({
      label: "elegy",
      requiredFeatures: ["shader-f16", "subgroups", "timestamp-query"],
      requiredLimits: LIMITS,
    });
    vi.resetModules();
    gpuWith({ features: new Set(), limits: LIMITS, requestDevice });
    await request();
    expect(requestDevice).toHaveBeenLastCalledWith(expect.objectContaining({ requiredFeatures: [] }));
  });

  it("is one of the adapter that is preferred", async () => {
    const requestAdapter = vi.fn<() => Promise<null>>(async () => null);
    vi.stubGlobal("navigator", { gpu: { requestAdapter } });
    await expect(request("high-performance")).rejects.toThrow("no adapter");
    expect(requestAdapter).toHaveBeenCalledWith({ powerPreference: "high-performance" });
  });

  it("is missing where there is no adapter, and the error says what to do", async () => {
    gpuWith(null);
    await expect(request()).rejects.toThrow(
      expect.objectContaining({
        code: "ELEGY_ADAPTER_MISSING",
        message:
          "webgpu: WebGPU is there, but it has no adapter to offer. Check the driver of the graphics card, and whether the browser has switched hardware acceleration off.",
      }),
    );
  });

  it("is missing in Node where the package cannot be loaded; asked again, it is looked for again", async () => {
    vi.stubGlobal("navigator", {});
    const absent = new Error("Cannot find package 'webgpu'");
    let create: (() => GPU) | null = null;
    vi.doMock("webgpu", () => ({
      get create() {
        if (create === null) throw absent;
        return create;
      },
    }));
    const { findGpu } = await import("./gpu/node.ts");
    await expect(findGpu()).rejects.toThrow(
      expect.objectContaining({
        code: "ELEGY_ADAPTER_MISSING",
        message:
          "webgpu: the package webgpu, which brings WebGPU to Node, cannot be loaded. Install it (npm install webgpu@0.6.2), and a driver for Vulkan, Metal or Direct3D.",
        cause: absent,
      }),
    );
    const gpu = {} as GPU;
    create = () => gpu;
    expect(await findGpu()).toBe(gpu);
    expect(await findGpu()).toBe(gpu);
  });
});
