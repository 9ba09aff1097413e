import type { KernelTable, TypedArray } from "@elegy/autodiff/spi";
import { comparisonKernels } from "./comparison.ts";
import { convolutionKernels } from "./convolution.ts";
import { creationKernels } from "./creation.ts";
import { cumulativeKernels } from "./cumulative.ts";
import { dotGeneralKernels } from "./dot-general.ts";
import { dynamicSliceKernels } from "./dynamic-slice.ts";
import { binaryKernels } from "./elementwise-binary.ts";
import { unaryKernels } from "./elementwise-unary.ts";
import { gatherScatterKernels } from "./gather-scatter.ts";
import { movementKernels } from "./movement.ts";
import { reductionKernels } from "./reductions.ts";
import { selectConvertKernels } from "./select-convert.ts";
import { sortKernels } from "./sort.ts";
import { threefryKernels } from "./threefry.ts";
import { windowKernels } from "./windows.ts";

/** The core primitives and no others: an oracle decomposes the derived ones. */
export const kernels: KernelTable<TypedArray> = {
  ...unaryKernels,
  ...binaryKernels,
  ...comparisonKernels,
  ...selectConvertKernels,
  ...threefryKernels,
  ...creationKernels,
  ...movementKernels,
  ...gatherScatterKernels,
  ...dynamicSliceKernels,
  ...sortKernels,
  ...reductionKernels,
  ...cumulativeKernels,
  ...dotGeneralKernels,
  ...convolutionKernels,
  ...windowKernels,
};
