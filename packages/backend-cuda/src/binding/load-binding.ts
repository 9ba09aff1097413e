import {
  CudaPlatformUnsupportedError,
  TensorFlowAddonMissingError,
  TensorFlowLibraryMissingError,
  TensorFlowLoadFailedError,
  TensorFlowPackageMissingError,
} from "../errors/loading-errors.ts";
import type { NativeModules } from "../native/native-modules.ts";
import { bindingOf } from "./binding-of.ts";
import type { TensorFlowBinding } from "./tensorflow-binding.ts";

const PACKAGE = "@tensorflow/tfjs-node-gpu";

/** Loads the package and tells apart how that can fail. */
export async function loadBinding(
  modules: NativeModules,
  settings: Readonly<Record<string, string>>,
): Promise<TensorFlowBinding> {
  if (!modules.isSupported) throw new CudaPlatformUnsupportedError();
  modules.setDefaults(settings);
  modules.restoreUtil();
  let loaded: unknown;
  try {
    loaded = await modules.importPackage(PACKAGE);
  } catch (error) {
    throw loadingError(error);
  }
  return bindingOf(loaded);
}

function loadingError(error: unknown): Error {
  const message = String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isMissing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  // A package that it needs may be missing, too.
  if (isMissing && message.includes(PACKAGE)) return new TensorFlowPackageMissingError(PACKAGE, error);
  if (code === "ERR_DLOPEN_FAILED") return new TensorFlowLibraryMissingError(PACKAGE, error);
  if (message.includes("native addon module")) return new TensorFlowAddonMissingError(PACKAGE, error);
  return new TensorFlowLoadFailedError(PACKAGE, error);
}
