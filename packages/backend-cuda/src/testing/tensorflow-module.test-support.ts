import { createRequire } from "node:module";
import { nativeModules } from "#native";
import type { TensorFlowBinding } from "../binding/tensorflow-binding.ts";
import { bindingOf, type TensorFlowModule } from "../binding/binding-of.ts";

/** The module whose folder `ELEGY_TENSORFLOW_BINDING` names: `@tensorflow/tfjs-node` with its addon. */
export function tensorflowModule(): TensorFlowModule {
  const folder = process.env["ELEGY_TENSORFLOW_BINDING"];
  if (folder === undefined) {
    throw new Error(
      "ELEGY_TENSORFLOW_BINDING names no folder of a module. tooling/tensorflow-addon builds one.",
    );
  }
  nativeModules.restoreUtil();
  return createRequire(import.meta.url)(folder) as TensorFlowModule;
}

export function tensorflowBinding(): TensorFlowBinding {
  return bindingOf(tensorflowModule());
}
