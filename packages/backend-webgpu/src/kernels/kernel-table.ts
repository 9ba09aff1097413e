import type { ControlName, ControlPrimitives, CoreName, CorePrimitives } from "@elegy/autodiff/spi";
import {
  abs,
  add,
  ceil,
  div,
  floor,
  isFinite,
  max,
  min,
  mul,
  neg,
  pow,
  rem,
  round,
  sign,
  sub,
} from "./elementwise/arithmetic.ts";
import { cumulativeRules } from "./cumulative/cumulative-rules.ts";
import { bitcast, convert } from "./elementwise/convert.ts";
import {
  and,
  eq,
  ge,
  gt,
  le,
  lt,
  ne,
  not,
  or,
  populationCount,
  select,
  shiftLeft,
  shiftRightArithmetic,
  shiftRightLogical,
  xor,
} from "./elementwise/logic.ts";
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
  rsqrt,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
} from "./elementwise/transcendental.ts";
import type { GraphRule, OwnRule } from "./graph-rule.ts";
import { readingRules, updatingRules } from "./indexing/indexing-rules.ts";
import type { DispatchRules } from "./kernel-rule.ts";
import {
  broadcastInDim,
  concatenate,
  constant,
  copy,
  iota,
  pad,
  reshape,
  reverse,
  slice,
  transpose,
} from "./movement.ts";
import { convGeneralDilated } from "./products/conv-general-dilated.ts";
import { dotGeneral } from "./products/dot-general.ts";
import { reduceAnd, reduceMax, reduceMin, reduceOr, reduceProd, reduceSum } from "./reduction.ts";
import { sortingRules } from "./sorting/sorting-rules.ts";
import { windowsRules } from "./windows/windows-rules.ts";

type KernelTable = { readonly [K in CoreName]: GraphRule<CorePrimitives[K]> } & {
  readonly [K in ControlName]: GraphRule<ControlPrimitives[K]>;
};

/** Rules that are whole WGSL modules, as rules of the table. */
function own<K extends CoreName>(
  rules: DispatchRules<K>,
  mayOverwrite: boolean = false,
): { readonly [N in K]: OwnRule<CorePrimitives[N]> } {
  // `Object.keys` has forgotten which strings they are.
  const names = Object.keys(rules) as K[];
  const table = Object.fromEntries(
    names.map((name) => [name, { kind: "dispatches", lower: rules[name], mayOverwrite }]),
  );
  return table as { readonly [N in K]: OwnRule<CorePrimitives[N]> };
}

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
  asinh,
  acosh,
  atanh,
  erf,
  erfc,
  erfInv,
  cbrt,
  isFinite,
  populationCount,
  not,
  copy,
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
  bitcast,
  threefry2x32,
  constant,
  iota,
  broadcastInDim,
  reshape,
  transpose,
  slice,
  pad,
  concatenate,
  reverse,
  reduceSum,
  reduceMax,
  reduceMin,
  reduceProd,
  reduceAnd,
  reduceOr,
  ...own({ dotGeneral, convGeneralDilated }),
  ...own(readingRules),
  ...own(updatingRules, true),
  ...own(sortingRules),
  ...own(cumulativeRules),
  ...own(windowsRules),
  cond: { kind: "control" },
  while: { kind: "control" },
  scan: { kind: "control" },
};

/** Whether there is a kernel for the primitive of this name. */
export function hasKernel(name: string): boolean {
  return Object.hasOwn(KERNELS, name);
}

/** The rule of a primitive, whose nodes, the graph being verified, have the parameters it wants. */
export function graphRule(name: string): GraphRule<object> {
  const rule = Object.hasOwn(KERNELS, name) ? KERNELS[name as CoreName | ControlName] : undefined;
  if (rule === undefined) throw new Error(`${name}: not a core primitive; it should have been decomposed`);
  return rule as GraphRule<object>;
}
