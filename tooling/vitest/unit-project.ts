import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { TestProjectConfiguration } from "vitest/config";

/** TensorFlow.js in one file each: Node cannot load the modules that register its gradients. */
const TENSOR_FLOW = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-core/dist/register_all_gradients.js",
  "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-layers",
];

/** Unit tests of one package: `*.test.ts` beside the source, without a device and without a browser. */
export function unitProject(folder: string): TestProjectConfiguration {
  const bundled = existsSync(join(folder, "node_modules/@tensorflow/tfjs-layers")) ? TENSOR_FLOW : [];
  return {
    test: {
      name: basename(folder),
      root: folder,
      environment: "node",
      include: ["src/**/*.test.ts"],
      exclude: ["src/**/*.device.test.ts"],
      deps: { optimizer: { ssr: { enabled: bundled.length > 0, include: bundled } } },
      // A limit for what hangs. Other processes share the machine: how long a test takes says nothing.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}
