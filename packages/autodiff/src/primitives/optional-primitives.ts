import type { PrimitiveOf } from "../primitive/define.ts";
import type { OptionalName } from "../primitive/primitive-set.ts";
import { acosP } from "./acos.ts";
import { acoshP } from "./acosh.ts";
import { asinP } from "./asin.ts";
import { asinhP } from "./asinh.ts";
import { atanP } from "./atan.ts";
import { atan2P } from "./atan2.ts";
import { atanhP } from "./atanh.ts";
import { bitcastP } from "./bitcast.ts";
import { callP } from "./call.ts";
import { cbrtP } from "./cbrt.ts";
import { checkpointP } from "./checkpoint.ts";
import { condP } from "./cond.ts";
import { convGeneralDilatedP } from "./conv-general-dilated.ts";
import { cummaxP } from "./cummax.ts";
import { cumminP } from "./cummin.ts";
import { customJvpP } from "./custom-jvp.ts";
import { customLinearP } from "./custom-linear.ts";
import { customVjpP } from "./custom-vjp.ts";
import { erfInvP } from "./erf-inv.ts";
import { erfP } from "./erf.ts";
import { erfcP } from "./erfc.ts";
import { coshP, sinhP } from "./hyperbolic.ts";
import { logSoftmaxP } from "./log-softmax.ts";
import { logaddexpP } from "./logaddexp.ts";
import { logisticP } from "./logistic.ts";
import { populationCountP } from "./population-count.ts";
import { randomBitsP } from "./random-bits.ts";
import { reduceWindowMaxP } from "./reduce-window-max.ts";
import { reduceWindowMinP } from "./reduce-window-min.ts";
import { reduceWindowSumP } from "./reduce-window-sum.ts";
import { reluP } from "./relu.ts";
import { rsqrtP } from "./rsqrt.ts";
import { scanP } from "./scan.ts";
import { selectAndGatherAddP, selectAndScatterAddP } from "./select-and-add.ts";
import { shiftLeftP } from "./shift-left.ts";
import { shiftRightArithmeticP } from "./shift-right-arithmetic.ts";
import { shiftRightLogicalP } from "./shift-right-logical.ts";
import { softmaxP } from "./softmax.ts";
import { sortP } from "./sort.ts";
import { stopGradientP } from "./stop-gradient.ts";
import { threefry2x32P } from "./threefry2x32.ts";
import { topKP } from "./top-k.ts";
import { whileP } from "./while.ts";
import { xorP } from "./xor.ts";

/** The other primitives of the closed set: a forgotten one does not compile. For those who look up any name there is. */
export const OPTIONAL_PRIMITIVES: { readonly [K in OptionalName]: PrimitiveOf<K> } = {
  rsqrt: rsqrtP,
  cbrt: cbrtP,
  sinh: sinhP,
  cosh: coshP,
  asin: asinP,
  acos: acosP,
  atan: atanP,
  asinh: asinhP,
  acosh: acoshP,
  atanh: atanhP,
  erf: erfP,
  erfc: erfcP,
  erfInv: erfInvP,
  populationCount: populationCountP,
  atan2: atan2P,
  xor: xorP,
  shiftLeft: shiftLeftP,
  shiftRightLogical: shiftRightLogicalP,
  shiftRightArithmetic: shiftRightArithmeticP,
  bitcast: bitcastP,
  threefry2x32: threefry2x32P,
  cummax: cummaxP,
  cummin: cumminP,
  logistic: logisticP,
  relu: reluP,
  logaddexp: logaddexpP,
  stopGradient: stopGradientP,
  sort: sortP,
  convGeneralDilated: convGeneralDilatedP,
  reduceWindowSum: reduceWindowSumP,
  reduceWindowMax: reduceWindowMaxP,
  reduceWindowMin: reduceWindowMinP,
  selectAndGatherAdd: selectAndGatherAddP,
  selectAndScatterAdd: selectAndScatterAddP,
  softmax: softmaxP,
  logSoftmax: logSoftmaxP,
  topK: topKP,
  randomBits: randomBitsP,
  cond: condP,
  while: whileP,
  scan: scanP,
  call: callP,
  checkpoint: checkpointP,
  customJvp: customJvpP,
  customVjp: customVjpP,
  customLinear: customLinearP,
};
