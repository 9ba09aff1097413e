import { nativeModules } from "#native";
import { ArgumentInvalidError, type Backend } from "@elegy/autodiff/spi";
import { bindingOf, type TensorFlowModule } from "./binding/binding-of.ts";
import { loadBinding } from "./binding/load-binding.ts";
import type { TensorFlowBinding } from "./binding/tensorflow-binding.ts";
import { deviceBackend } from "./device-backend.ts";
import { CudaDeviceMissingError, CudaLibraryMismatchError } from "./errors/loading-errors.ts";
import type { NativeModules } from "./native/native-modules.ts";

export interface CudaOptions {
  /** A module that is loaded, `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`. Default: the former is imported. */
  readonly binding?: TensorFlowModule;
  /** Whether TensorFlow may compute on the CPU where it finds no GPU. Default `false`. */
  readonly allowCpu?: boolean;
  /**
   * Whether products of `float32` may be rounded as TensorFloat-32, to 10 bits, which is faster. Default `false`. A
   * `binding` that was loaded before goes by the environment variable `NVIDIA_TF32_OVERRIDE`.
   */
  readonly tensorFloat32?: boolean;
}

const OPTIONS: readonly (keyof CudaOptions)[] = ["binding", "allowCpu", "tensorFloat32"];

/**
 * A backend that computes with TensorFlow on a CUDA device; for Node. The package `@tensorflow/tfjs-node-gpu`, which is
 * installed beside it, is loaded on demand.
 *
 * @throws CudaPlatformUnsupportedError outside of Node.
 * @throws TensorFlowPackageMissingError if the package is not installed.
 * @throws TensorFlowAddonMissingError if it was installed without its native addon.
 * @throws TensorFlowLibraryMissingError if a library of TensorFlow cannot be loaded.
 * @throws TensorFlowLoadFailedError if it fails otherwise.
 * @throws TensorFlowModuleInvalidError if `binding` is another module.
 * @throws CudaDeviceMissingError if there is no GPU, and `allowCpu` is not set.
 * @throws CudaLibraryMismatchError if there is one and TensorFlow does not use it: CUDA or cuDNN is of the wrong version.
 * @throws ArgumentInvalidError for an option that there is not.
 * @example
 * ```ts
 * import { cpu } from "@elegy/backend-cpu";
 * import { cuda } from "@elegy/backend-cuda";
 *
 * // On the GPU if there is one.
 * setBackend(await cuda().catch(() => cpu()));
 * await np.arange(4).sum().item(); // => 6
 * ```
 */
export function cuda(options: CudaOptions = {}): Promise<Backend> {
  return openCuda(options, nativeModules);
}

/** The same with another place to load modules from. */
export async function openCuda(options: CudaOptions, modules: NativeModules): Promise<Backend> {
  requireKnown(options);
  const { binding: loaded, allowCpu = false, tensorFloat32 = false } = options;
  const binding =
    loaded === undefined ? await loadBinding(modules, settingsFor(tensorFloat32)) : bindingOf(loaded);
  if (!allowCpu && !binding.isUsingGpuDevice()) throw absence(binding, modules);
  return deviceBackend(binding);
}

function settingsFor(tensorFloat32: boolean): Readonly<Record<string, string>> {
  return {
    // Equal seeds give equal runs.
    TF_DETERMINISTIC_OPS: "1",
    // Memory as it is needed, not all of the device's at once.
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    ...(!tensorFloat32 && { NVIDIA_TF32_OVERRIDE: "0" }),
  };
}

function absence({ TF_Version }: TensorFlowBinding, modules: NativeModules): Error {
  return modules.hasDriver()
    ? new CudaLibraryMismatchError(TF_Version)
    : new CudaDeviceMissingError(TF_Version);
}

function requireKnown(options: CudaOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.some((known) => known === name));
  if (unknown === undefined) return;
  throw new ArgumentInvalidError({
    operation: "cuda",
    problem: `there is no option \`${unknown}\``,
    expected: OPTIONS.join(", "),
    received: unknown,
  });
}
