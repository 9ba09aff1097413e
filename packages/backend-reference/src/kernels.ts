import type { KernelTable, TypedArray } from "@elegy/autodiff/spi";
import { comparisonKernels } from "./comparison.ts";
import { creationKernels } from "./creation.ts";
import { cumulativeKernels } from "./cumulative.ts";
import { dotGeneralKernels } from "./dot-general.ts";
import { binaryKernels } from "./elementwise-binary.ts";
import { unaryKernels } from "./elementwise-unary.ts";
import { movementKernels } from "./movement.ts";
import { reductionKernels } from "./reductions.ts";
import { selectConvertKernels } from "./select-convert.ts";
import { threefryKernels } from "./threefry.ts";

/** The core primitives and no others: an oracle decomposes the derived ones. */
export const kernels: KernelTable<TypedArray> = {
  ...unaryKernels,
  ...binaryKernels,
  ...comparisonKernels,
  ...selectConvertKernels,
  ...threefryKernels,
  ...creationKernels,
  ...movementKernels,
  ...reductionKernels,
  ...cumulativeKernels,
  ...dotGeneralKernels,
};
