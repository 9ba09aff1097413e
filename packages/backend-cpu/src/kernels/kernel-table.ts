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
import {
  abs,
  add,
  ceil,
  floor,
  isFinite,
  max,
  min,
  mul,
  neg,
  round,
  rsqrt,
  sign,
  sqrt,
  sub,
} from "./elementwise/arithmetic.ts";
import { populationCount } from "./elementwise/bit-count.ts";
import { eq, ge, gt, le, lt, ne } from "./elementwise/comparison.ts";
import { convert } from "./elementwise/convert.ts";
import { div, rem } from "./elementwise/division.ts";
import {
  and,
  not,
  or,
  select,
  shiftLeft,
  shiftRightArithmetic,
  shiftRightLogical,
  xor,
} from "./elementwise/logic.ts";
import { pow } from "./elementwise/power.ts";
import { threefry2x32 } from "./elementwise/threefry.ts";
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cos,
  cosh,
  erf,
  erfc,
  erfInv,
  exp,
  expm1,
  log,
  log1p,
  logistic,
  sin,
  sinh,
  tan,
  tanh,
} from "./elementwise/transcendental.ts";
import { dotGeneral } from "./gemm/dot-general.ts";
import { dynamicSlice, dynamicUpdateSlice } from "./indexing/dynamic-slice.ts";
import { gather } from "./indexing/gather.ts";
import { scatter, scatterAdd, scatterMax, scatterMin, scatterMul } from "./indexing/scatter.ts";
import type { AliasRule, KernelRule } from "./kernel-rule.ts";
import { broadcastInDim, concatenate, pad, reverse, slice, transpose } from "./movement.ts";
import { argmax, argmin } from "./reduction/arg-reduce.ts";
import { sort } from "./sorting/sort.ts";
import { topK } from "./sorting/top-k.ts";
import { reduceWindowMax, reduceWindowMin, reduceWindowSum } from "./windows/reduce-window.ts";
import { selectAndGatherAdd, selectAndScatterAdd } from "./windows/select-window.ts";
import { cummax, cummin, cumprod, cumsum } from "./reduction/cumulative.ts";
import { reduceAnd, reduceMax, reduceMin, reduceOr, reduceProd, reduceSum } from "./reduction/reduce.ts";
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
  neg,
  sign,
  abs,
  floor,
  ceil,
  round,
  exp,
  expm1,
  log,
  log1p,
  sqrt,
  rsqrt,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  sinh,
  cosh,
  tanh,
  logistic,
  erfInv,
  asinh,
  acosh,
  atanh,
  erf,
  erfc,
  cbrt,
  isFinite,
  populationCount,
  not,
  copy: alias,
  add,
  sub,
  mul,
  div,
  rem,
  pow,
  atan2,
  max,
  min,
  and,
  or,
  xor,
  shiftLeft,
  shiftRightLogical,
  shiftRightArithmetic,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  select,
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
  scatter,
  scatterAdd,
  scatterMul,
  scatterMin,
  scatterMax,
  dynamicSlice,
  dynamicUpdateSlice,
  sort,
  topK,
  reduceSum,
  reduceMax,
  reduceMin,
  reduceProd,
  reduceAnd,
  reduceOr,
  cumsum,
  cumprod,
  cummax,
  cummin,
  argmax,
  argmin,
  softmax,
  dotGeneral,
  convGeneralDilated,
  reduceWindowSum,
  reduceWindowMax,
  reduceWindowMin,
  selectAndGatherAdd,
  selectAndScatterAdd,
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
