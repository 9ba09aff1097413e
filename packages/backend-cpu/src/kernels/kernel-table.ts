import { present } from "../codegen/present.ts";
import type {
  ControlName,
  ControlPrimitives,
  CoreName,
  CorePrimitives,
  DerivedPrimitives,
} from "@elegy/autodiff/spi";
import { cond, scan, whileLoop } from "./control.ts";
import { convGeneralDilated } from "./convolution/conv-general-dilated.ts";
import { constant, iota } from "./creation.ts";
import { ARITHMETIC } from "./elementwise/arithmetic.ts";
import { populationCount } from "./elementwise/bit-count.ts";
import { COMPARISONS } from "./elementwise/comparison.ts";
import { convert } from "./elementwise/convert.ts";
import { DIVISION } from "./elementwise/division.ts";
import { LOGIC } from "./elementwise/logic.ts";
import { pow } from "./elementwise/power.ts";
import { threefry2x32 } from "./elementwise/threefry.ts";
import { TRANSCENDENTAL } from "./elementwise/transcendental.ts";
import { dotGeneral } from "./gemm/dot-general.ts";
import { dynamicSlice, dynamicUpdateSlice } from "./indexing/dynamic-slice.ts";
import { gather } from "./indexing/gather.ts";
import { SCATTERS } from "./indexing/scatter.ts";
import type { AliasRule, KernelRule } from "./kernel-rule.ts";
import { broadcastInDim, concatenate, pad, reverse, slice, transpose } from "./movement.ts";
import { ARG_REDUCTIONS } from "./reduction/arg-reduce.ts";
import { sort } from "./sorting/sort.ts";
import { topK } from "./sorting/top-k.ts";
import { WINDOW_REDUCTIONS } from "./windows/reduce-window.ts";
import { WINDOW_SELECTIONS } from "./windows/select-window.ts";
import { CUMULATIVE } from "./reduction/cumulative.ts";
import { REDUCTIONS } from "./reduction/reduce.ts";
import { softmax } from "./reduction/softmax.ts";

type KernelTable = { readonly [K in CoreName]: KernelRule<CorePrimitives[K]> } & {
  readonly [K in ControlName]: KernelRule<ControlPrimitives[K]>;
} & {
  readonly [K in DerivedName]: KernelRule<DerivedPrimitives[K]>;
};

/** Derived primitives that are computed better whole than by their decomposition. */
export type DerivedName = "logistic" | "softmax" | "topK";
export const DERIVED: ReadonlySet<DerivedName> = new Set<DerivedName>(["logistic", "softmax", "topK"]);

const alias: AliasRule = { kind: "alias" };

/** How each primitive is computed. */
const KERNELS: KernelTable = {
  ...ARITHMETIC,
  ...COMPARISONS,
  ...LOGIC,
  ...DIVISION,
  ...TRANSCENDENTAL,
  ...REDUCTIONS,
  ...CUMULATIVE,
  ...ARG_REDUCTIONS,
  ...SCATTERS,
  ...WINDOW_REDUCTIONS,
  ...WINDOW_SELECTIONS,
  populationCount,
  copy: alias,
  pow,
  convert,
  bitcast: alias,
  threefry2x32,
  constant,
  iota,
  broadcastInDim,
  reshape: alias,
  transpose,
  slice,
  pad,
  concatenate,
  reverse,
  gather,
  dynamicSlice,
  dynamicUpdateSlice,
  sort,
  topK,
  softmax,
  dotGeneral,
  convGeneralDilated,
  cond,
  while: whileLoop,
  scan,
};

/** Whether there is a kernel for the primitive of this name. */
export function hasKernel(name: string): boolean {
  return Object.hasOwn(KERNELS, name);
}

/** The rule of a primitive, whose nodes, the graph being verified, have the parameters it wants. */
export function kernelRule(name: string): KernelRule<object> {
  return present(KERNELS[name as keyof KernelTable]);
}
