import { byteSize, dtypeInfo, type StorageLayout } from "@elegy/autodiff/spi";
import { copyFunction } from "../kernels/copy-bytes.ts";
import { kernel } from "../kernels/kernel-rule.ts";
import type { Step } from "./step.ts";

/** Elements one after another, in as many bytes as they have on the host. */
export const linearLayout: StorageLayout<Step> = {
  bytes: byteSize,
  width: (dtype) => dtypeInfo(dtype).bytes,
  copy(input, output) {
    const bytes = byteSize(output.spec);
    return {
      kind: "step",
      kernel: kernel((module) => module.define(copyFunction(bytes))),
      inputs: [input],
      outputs: [output],
      overwritable: [],
      work: () => 0,
      slices: [],
    };
  },
};
