import { expect, test } from "vitest";
import { openCuda } from "../cuda.ts";
import { nativeModules as browser } from "../native/browser.ts";
import type { NativeModules } from "../native/native-modules.ts";
import { fakeBinding, fakeModule } from "../testing/fake-binding.test-support.ts";

const NAME = "@tensorflow/tfjs-node-gpu";

/** A place in which importing the package comes to this. */
function placeWhere(importPackage: () => unknown, hasDriver = false): NativeModules {
  return {
    isSupported: true,
    importPackage: async () => importPackage(),
    setDefaults: () => {},
    restoreUtil: () => {},
    hasDriver: () => hasDriver,
  };
}

const failing = (message: string, code?: string): NativeModules =>
  placeWhere(() => {
    throw Object.assign(new Error(message), { code });
  });

test.each([
  [
    "the package is absent",
    failing(`Cannot find package '${NAME}' imported from cuda.js`, "ERR_MODULE_NOT_FOUND"),
    "ELEGY_TENSORFLOW_PACKAGE_MISSING",
    `cuda: the package ${NAME} is not installed. Install it: npm install ${NAME}. See docs/cuda.md.`,
  ],
  [
    "its addon is absent",
    failing(
      `The Node.js native addon module (tfjs_binding.node) can not be found at path: ${NAME}/lib/napi-v8/tfjs_binding.node.`,
    ),
    "ELEGY_TENSORFLOW_ADDON_MISSING",
    `cuda: the native addon of ${NAME} is missing, as after npm install --ignore-scripts. Build it: npm rebuild ${NAME} --build-addon-from-source. See docs/cuda.md.`,
  ],
  [
    "a library is absent",
    failing(
      "libtensorflow_cc.so.2: cannot open shared object file: No such file or directory",
      "ERR_DLOPEN_FAILED",
    ),
    "ELEGY_TENSORFLOW_LIBRARY_MISSING",
    `cuda: a library that ${NAME} needs cannot be loaded. Expected TensorFlow's libraries in the folder deps/lib of the package; received libtensorflow_cc.so.2: cannot open shared object file: No such file or directory. Install the package again, with its scripts, or build it against another TensorFlow. See docs/cuda.md.`,
  ],
  [
    "a package that it needs is absent",
    failing("Cannot find module '@mapbox/node-pre-gyp'", "MODULE_NOT_FOUND"),
    "ELEGY_TENSORFLOW_LOAD_FAILED",
    `cuda: ${NAME} cannot be loaded. Received Cannot find module '@mapbox/node-pre-gyp'. See docs/cuda.md.`,
  ],
  [
    "it is another module",
    placeWhere(() => ({ default: {} })),
    "ELEGY_TENSORFLOW_MODULE_INVALID",
    `cuda: the module has no native binding of TensorFlow. Expected @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node as it was imported. Pass the module: cuda({ binding: await import("${NAME}") }).`,
  ],
  [
    "there is no device",
    placeWhere(() => fakeModule(fakeBinding())),
    "ELEGY_CUDA_DEVICE_MISSING",
    "cuda: there is no CUDA device. Expected an NVIDIA GPU with its driver; received TensorFlow 2.0.0, which computes on the CPU. Use @elegy/backend-cpu, or say that this is meant: cuda({ allowCpu: true }).",
  ],
  [
    "CUDA is of another version",
    placeWhere(() => fakeModule(fakeBinding()), true),
    "ELEGY_CUDA_LIBRARY_MISMATCH",
    "cuda: there is an NVIDIA driver, but TensorFlow found no GPU that it can use.",
  ],
  [
    "this is a browser",
    browser,
    "ELEGY_CUDA_PLATFORM_UNSUPPORTED",
    "cuda: this is no Node, which native modules need. In a browser use @elegy/backend-webgpu: setBackend(await webgpu()).",
  ],
])("where %s the error says what to do", async (_, place, code, message) => {
  await expect(openCuda({}, place)).rejects.toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test("a device is used, however the module is exported", async () => {
  const module = fakeModule(fakeBinding({ isUsingGpuDevice: () => true }));
  for (const loaded of [module, { default: module }]) {
    expect(
      (
        await openCuda(
          {},
          placeWhere(() => loaded),
        )
      ).name,
    ).toBe("cuda");
  }
});

test("the CPU is used where that is said", async () => {
  const backend = await openCuda(
    { allowCpu: true },
    placeWhere(() => fakeModule(fakeBinding())),
  );
  expect(backend.dtypes.has("float16")).toBe(true);
});

test("a module that is given is not loaded", async () => {
  const place = failing("must not be imported");
  const binding = fakeModule(fakeBinding({ isUsingGpuDevice: () => true }));
  expect((await openCuda({ binding }, place)).name).toBe("cuda");
  await expect(openCuda({ binding: fakeModule(fakeBinding()) }, place)).rejects.toThrow(
    expect.objectContaining({ code: "ELEGY_CUDA_DEVICE_MISSING" }),
  );
  await expect(openCuda({ binding: {} as never }, place)).rejects.toThrow(
    expect.objectContaining({ code: "ELEGY_TENSORFLOW_MODULE_INVALID" }),
  );
});

test("settings are made and util is mended before the package is loaded", async () => {
  const order: string[] = [];
  let settings: Readonly<Record<string, string>> = {};
  const place: NativeModules = {
    ...placeWhere(() => (order.push("import"), fakeModule(fakeBinding()))),
    setDefaults: (given) => {
      order.push("settings");
      settings = given;
    },
    restoreUtil: () => void order.push("util"),
  };
  await openCuda({ allowCpu: true }, place);
  expect(order).toEqual(["settings", "util", "import"]);
  expect(settings).toEqual({
    TF_DETERMINISTIC_OPS: "1",
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    NVIDIA_TF32_OVERRIDE: "0",
  });
  await openCuda({ allowCpu: true, tensorFloat32: true }, place);
  expect(settings).not.toHaveProperty("NVIDIA_TF32_OVERRIDE");
});

test("an option that there is not is an error", async () => {
  await expect(openCuda({ allowCPU: true } as never, browser)).rejects.toThrow(
    "cuda: there is no option `allowCPU`. Expected binding, allowCpu, tensorFloat32; received allowCPU.",
  );
});
