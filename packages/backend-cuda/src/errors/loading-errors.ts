import { ElegyError } from "@elegy/autodiff/spi";

const OPERATION = "cuda";
const GUIDE = "See docs/cuda.md.";

/** Native modules are Node's: a browser has none. */
export class CudaPlatformUnsupportedError extends ElegyError {
  constructor() {
    super("ELEGY_CUDA_PLATFORM_UNSUPPORTED", {
      operation: OPERATION,
      problem: "this is no Node, which native modules need",
      hint: "In a browser use @elegy/backend-webgpu: setBackend(await webgpu()).",
    });
  }
}

/** `@tensorflow/tfjs-node-gpu` is not installed. */
export class TensorFlowPackageMissingError extends ElegyError {
  constructor(name: string, cause: unknown) {
    super("ELEGY_TENSORFLOW_PACKAGE_MISSING", {
      operation: OPERATION,
      problem: `the package ${name} is not installed`,
      hint: `Install it: npm install ${name}. ${GUIDE}`,
      cause,
    });
  }
}

/** The package is there, its native addon is not. */
export class TensorFlowAddonMissingError extends ElegyError {
  constructor(name: string, cause: unknown) {
    super("ELEGY_TENSORFLOW_ADDON_MISSING", {
      operation: OPERATION,
      problem: `the native addon of ${name} is missing, as after npm install --ignore-scripts`,
      hint: `Build it: npm rebuild ${name} --build-addon-from-source. ${GUIDE}`,
      cause,
    });
  }
}

/** The addon is there, a library that it needs is not. */
export class TensorFlowLibraryMissingError extends ElegyError {
  constructor(name: string, cause: unknown) {
    super("ELEGY_TENSORFLOW_LIBRARY_MISSING", {
      operation: OPERATION,
      problem: `a library that ${name} needs cannot be loaded`,
      expected: "TensorFlow's libraries in the folder deps/lib of the package",
      received: messageOf(cause),
      hint: `Install the package again, with its scripts, or build it against another TensorFlow. ${GUIDE}`,
      cause,
    });
  }
}

/** The package failed in a way of its own. */
export class TensorFlowLoadFailedError extends ElegyError {
  constructor(name: string, cause: unknown) {
    super("ELEGY_TENSORFLOW_LOAD_FAILED", {
      operation: OPERATION,
      problem: `${name} cannot be loaded`,
      received: messageOf(cause),
      hint: GUIDE,
      cause,
    });
  }
}

/** What was given or loaded has no binding of TensorFlow. */
export class TensorFlowModuleInvalidError extends ElegyError {
  constructor() {
    super("ELEGY_TENSORFLOW_MODULE_INVALID", {
      operation: OPERATION,
      problem: "the module has no native binding of TensorFlow",
      expected: "@tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node as it was imported",
      hint: 'Pass the module: cuda({ binding: await import("@tensorflow/tfjs-node-gpu") }).',
    });
  }
}

/** There is no GPU that TensorFlow could use, nor a driver of one. */
export class CudaDeviceMissingError extends ElegyError {
  constructor(version: string) {
    super("ELEGY_CUDA_DEVICE_MISSING", {
      operation: OPERATION,
      problem: "there is no CUDA device",
      expected: "an NVIDIA GPU with its driver",
      received: `TensorFlow ${version}, which computes on the CPU`,
      hint: `Use @elegy/backend-cpu, or say that this is meant: cuda({ allowCpu: true }).`,
    });
  }
}

/** There is a driver, but TensorFlow sees no GPU. */
export class CudaLibraryMismatchError extends ElegyError {
  constructor(version: string) {
    super("ELEGY_CUDA_LIBRARY_MISMATCH", {
      operation: OPERATION,
      problem: "there is an NVIDIA driver, but TensorFlow found no GPU that it can use",
      expected:
        "the versions of CUDA and cuDNN that this TensorFlow was built for, and a TensorFlow built for GPUs",
      received: `TensorFlow ${version}, which computes on the CPU`,
      hint: `What it missed it printed when it was loaded (TF_CPP_MIN_LOG_LEVEL=0 shows it). The stock package asks for CUDA 11.2 and cuDNN 8.1; a current TensorFlow can be built in. ${GUIDE}`,
    });
  }
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim();
}
