export { cuda, type CudaOptions } from "./cuda.ts";
export type { TensorFlowModule } from "./binding/binding-of.ts";
export { DeviceOperationFailedError, DeviceOutOfMemoryError } from "./errors/device-errors.ts";
export {
  CudaDeviceMissingError,
  CudaLibraryMismatchError,
  CudaPlatformUnsupportedError,
  TensorFlowAddonMissingError,
  TensorFlowLibraryMissingError,
  TensorFlowLoadFailedError,
  TensorFlowModuleInvalidError,
  TensorFlowPackageMissingError,
} from "./errors/loading-errors.ts";
