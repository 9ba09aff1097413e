import type { KernelTable } from "@elegy/autodiff/spi";
import type { DeviceTensor } from "../tensorflow/device-tensor.ts";
import type { TensorFlow } from "../tensorflow/tensorflow.ts";
import { binaryKernels } from "./binary.ts";
import { convolutionKernels } from "./convolution/convolution.ts";
import { creationKernels } from "./creation.ts";
import { cumulativeKernels } from "./cumulative.ts";
import { dotGeneralKernels } from "./dot-general.ts";
import { dynamicSliceKernels } from "./dynamic-slice.ts";
import { gatherKernels } from "./gather.ts";
import { bindRows } from "./kernel-rows.ts";
import { movementKernels } from "./movement.ts";
import { reductionKernels } from "./reductions.ts";
import { scatterKernels } from "./scatter.ts";
import { selectConvertKernels } from "./select-convert.ts";
import { softmaxKernels } from "./softmax.ts";
import { sortingKernels } from "./sorting.ts";
import { threefryKernels } from "./threefry.ts";
import { unaryKernels } from "./unary.ts";
import { windowKernels } from "./windows.ts";

/** A kernel for each core primitive, and for those derived ones that TensorFlow has, all of operations of TensorFlow. */
export function kernelsOn(tf: TensorFlow): KernelTable<DeviceTensor> {
  return bindRows(tf, {
    ...unaryKernels,
    ...binaryKernels,
    ...selectConvertKernels,
    ...threefryKernels,
    ...creationKernels,
    ...movementKernels,
    ...gatherKernels,
    ...scatterKernels,
    ...dynamicSliceKernels,
    ...sortingKernels,
    ...reductionKernels,
    ...softmaxKernels,
    ...cumulativeKernels,
    ...dotGeneralKernels,
    ...convolutionKernels,
    ...windowKernels,
  });
}
